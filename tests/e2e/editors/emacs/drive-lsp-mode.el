;;; drive-lsp-mode.el --- a user's session with lsp-mode in batch  -*- lexical-binding: t -*-

;; Works on src/main.rs of the current folder, beside rust-analyzer where there is one, and writes
;; what Emacs then has to $WASI_LSP_REPORT as JSON.

(package-initialize)
(setq lsp-session-file (expand-file-name "lsp-session" (getenv "HOME"))
      lsp-diagnostics-provider :none
      lsp-enable-snippet nil
      lsp-completion-enable nil
      lsp-enable-file-watchers nil
      lsp-restart 'ignore)
(require 'lsp-mode)
(require 'rust-mode)
(add-to-list 'load-path (getenv "WASI_LSP_EMACS"))
(require 'wasi-lsp)
(load (expand-file-name "session.el" (file-name-directory load-file-name)) nil t)

(defun told ()
  "The codes of what wasi-lsp says is wrong with the buffer."
  (sort (mapcar (lambda (each) (gethash "code" each))
                (seq-filter (lambda (each) (equal (gethash "source" each) "wasi-lsp"))
                            (lsp--get-buffer-diagnostics)))
        #'string<))

(defun go-to (word)
  "Stand in the last character of WORD, where it first stands."
  (goto-char (point-min))
  (search-forward word)
  (backward-char))

(defun act (title)
  "Run the code action TITLE."
  (lsp-execute-code-action
   (seq-find (lambda (each) (equal (gethash "title" each) title))
             (lsp-code-actions-at-point))))

(defun versions ()
  "The lines to which the first lens on an item leads."
  (let ((lens (seq-find
               (lambda (each) (string-match-p "wasip" (lsp-get (lsp-get each :command) :title)))
               (lsp-request "textDocument/codeLens"
                            (list :textDocument (lsp--text-document-identifier)))))
        lines)
    (cl-letf (((symbol-function 'lsp-show-xrefs)
               (lambda (items &rest _)
                 (setq lines (mapcar (lambda (each) (xref-location-line (xref-item-location each)))
                                     items)))))
      (lsp--execute-command (lsp-get lens :command)))
    lines))

(defun page ()
  "What is shown in a window of its own."
  (with-current-buffer "*wasi-lsp*" (buffer-string)))

(let ((debug-on-error t))
  (lsp-workspace-folders-add default-directory)
  (find-file "src/main.rs")
  (rust-mode)
  (lsp)
  (note 'diagnostics (vconcat (wait-for "diagnostics" #'told)))
  (go-to "target_env")
  (act "Show what this predicate selects")
  (note 'selected (page))
  (wasi-lsp-explain-rule "WASI103")
  (note 'explained (page))
  (wasi-lsp-focus "wasm32-wasip1")
  (wait-for "inactive code" (lambda () (member "inactive-code" (told))))
  (wasi-lsp-focus "")
  (wait-for "no inactive code" (lambda () (not (member "inactive-code" (told)))))
  (note 'versions (vconcat (versions)))
  (go-to "\"wasip2\"")
  (act "Allow WASI001 here")
  (wait-for "the finding to be allowed" (lambda () (equal (told) '("WASI103"))))
  (write-report)
  (set-buffer-modified-p nil)
  (mapc #'lsp-workspace-shutdown (lsp-workspaces)))
