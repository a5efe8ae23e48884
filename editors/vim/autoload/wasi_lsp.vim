" wasi-lsp as a linter of ALE's, for each file type that it knows.

function! s:root(buffer) abort
    " Cargo.lock stands at the root of a Cargo workspace, Cargo.toml in every member.
    for l:name in ['Cargo.lock', 'Cargo.toml']
        let l:file = ale#path#FindNearestFile(a:buffer, l:name)
        if !empty(l:file)
            return fnamemodify(l:file, ':h')
        endif
    endfor

    return ''
endfunction

function! s:settings(buffer) abort
    return ale#Var(a:buffer, 'rust_wasi_lsp_config')
endfunction

function! wasi_lsp#Define(filetype) abort
    call ale#Set('rust_wasi_lsp_executable', 'wasi-lsp')
    call ale#Set('rust_wasi_lsp_config', {})
    call ale#linter#Define(a:filetype, {
    \   'name': 'wasi_lsp',
    \   'lsp': 'stdio',
    \   'executable': {buffer -> ale#Var(buffer, 'rust_wasi_lsp_executable')},
    \   'command': '%e --stdio',
    \   'project_root': function('s:root'),
    \   'initialization_options': function('s:settings'),
    \   'lsp_config': {buffer -> {'wasi-lsp': s:settings(buffer)}},
    \})
endfunction
