" Works on src/main.rs of the current folder with ALE, and writes what it then shows to
" $WASI_LSP_REPORT as JSON.

set nocompatible hidden noswapfile
let g:ale_linters = {'rust': ['wasi_lsp'], 'toml': ['wasi_lsp']}
let g:ale_lint_on_text_changed = 0
let g:ale_rust_wasi_lsp_config = {'rules': {'WASI103': 'error'}}
packadd ale
let &runtimepath = $WASI_LSP_VIM . ',' . &runtimepath
filetype plugin on

let s:report = {}

function! s:wait_for(what, probe) abort
    let l:started = reltime()
    while !a:probe()
        if reltimefloat(reltime(l:started)) > 10
            let s:report.error = 'waited in vain for ' . a:what
            call s:finish(1)
        endif
        sleep 10m
    endwhile
endfunction

function! s:finish(code) abort
    call writefile([json_encode(s:report)], $WASI_LSP_REPORT)
    execute 'cquit ' . a:code
endfunction

function! s:told() abort
    return map(copy(ale#engine#GetLoclist(bufnr(''))),
    \   {_, each -> [each.lnum, each.col, each.type, get(each, 'code', ''), each.text]})
endfunction

edit src/main.rs
set filetype=rust
ALELint
call s:wait_for('diagnostics', {-> !empty(s:told())})
let s:report.diagnostics = s:told()

call cursor(7, 16)
ALEHover
call s:wait_for('the hover', {-> bufexists('ALEPreviewWindow')})
let s:report.hover = join(getbufline('ALEPreviewWindow', 1, '$'), "\n")

3substitute/wasip2/p2/
ALELint
call s:wait_for('the finding to go away', {-> len(s:told()) == 1})
let s:report.left = s:told()

let g:ale_rust_wasi_lsp_config = {'rules': {'WASI103': 'off'}}
ALELint
call s:wait_for('the settings to count', {-> empty(s:told())})
let g:ale_rust_wasi_lsp_config = {'focus': 'wasm32-wasip1'}
ALELint
call s:wait_for('inactive code', {-> !empty(s:told()) && s:told()[0][3] is# 'inactive-code'})
let s:report.inactive = s:told()[0]
silent write

edit Cargo.toml
set filetype=toml
ALELint
call s:wait_for('diagnostics in the manifest', {-> !empty(s:told())})
let s:report.manifest = s:told()
call s:finish(0)
