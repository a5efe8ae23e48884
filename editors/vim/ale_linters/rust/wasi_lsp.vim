" wasi-lsp for ALE, beside its other linters for Rust.

call ale#Set('rust_wasi_lsp_executable', 'wasi-lsp')
call ale#Set('rust_wasi_lsp_config', {})

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

call ale#linter#Define('rust', {
\   'name': 'wasi_lsp',
\   'lsp': 'stdio',
\   'executable': {buffer -> ale#Var(buffer, 'rust_wasi_lsp_executable')},
\   'command': '%e --stdio',
\   'project_root': function('s:root'),
\   'initialization_options': {buffer -> ale#Var(buffer, 'rust_wasi_lsp_config')},
\})
