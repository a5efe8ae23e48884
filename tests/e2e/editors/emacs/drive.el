;;; drive.el --- a user's session in batch  -*- lexical-binding: t -*-

;; Works on src/main.rs of the current folder, and writes what Emacs then shows to
;; $WASI_LSP_REPORT as JSON.

(require 'eglot)
(require 'rust-mode)
(add-to-list 'load-path (getenv "WASI_LSP_EMACS"))
(require 'wasi-lsp)
(load (expand-file-name "session.el" (file-name-directory load-file-name)) nil t)

(defun told ()
  "The diagnostics of the buffer: line, text at the place, message."
  (mapcar (lambda (each)
            (list (line-number-at-pos (flymake-diagnostic-beg each))
                  (buffer-substring-no-properties (flymake-diagnostic-beg each)
                                                  (flymake-diagnostic-end each))
                  (flymake-diagnostic-text each)))
          (sort (flymake-diagnostics)
                (lambda (a b) (< (flymake-diagnostic-beg a) (flymake-diagnostic-beg b))))))

(defun page ()
  "What is shown in a window of its own."
  (with-current-buffer "*wasi-lsp*" (buffer-substring-no-properties (point-min) (point-max))))

(defun hover-at (word)
  "What the server says where WORD first stands."
  (goto-char (point-min))
  (search-forward word)
  (backward-char)
  (let* ((answer (jsonrpc-request (eglot-current-server) :textDocument/hover
                                  (eglot--TextDocumentPositionParams)))
         (contents (plist-get answer :contents)))
    (substring-no-properties (eglot--format-markup contents))))

(let ((debug-on-error t) (eglot-sync-connect 10))
  (find-file "src/main.rs")
  (rust-mode)
  (apply #'eglot (eglot--guess-contact))
  (flymake-mode 1)
  (flymake-start)
  (note 'diagnostics (vconcat (mapcar #'vconcat (wait-for "diagnostics" #'told))))
  (note 'hover (hover-at "thread::spawn"))
  ;; The quick fix on the wrong value.
  (goto-char (point-min))
  (search-forward "\"wasip2\"")
  (backward-char 2)
  (cl-letf (((symbol-function 'completing-read) (lambda (_prompt choices &rest _) (caar choices)))
            (last-nonmenu-event ?x))
    (call-interactively #'eglot-code-actions))
  (eglot--signal-textDocument/didChange)
  (note 'fixed (buffer-substring-no-properties (line-beginning-position) (line-end-position)))
  (wait-for "the finding to go away"
            (lambda () (flymake-start) (equal (length (told)) 1)))
  ;; Completion inside the quotes.
  (goto-char (point-min))
  (search-forward "target_env = \"")
  (delete-char 2)
  (eglot--signal-textDocument/didChange)
  (let ((found (eglot-completion-at-point)))
    (note 'completion (vconcat (mapcar #'substring-no-properties
                                       (all-completions "" (nth 2 found))))))
  (insert "p2")
  (eglot--signal-textDocument/didChange)
  ;; An action that Emacs itself does something for, and what there is to look up.
  (let* ((at (eglot--pos-to-lsp-position))
         (actions (jsonrpc-request (eglot-current-server) :textDocument/codeAction
                                   (list :textDocument (eglot--TextDocumentIdentifier)
                                         :range (list :start at :end at)
                                         :context (list :diagnostics []))))
         (shows (seq-find (lambda (each)
                            (equal (plist-get each :title) "Show what this predicate selects"))
                          actions))
         (command (plist-get shows :command)))
    (eglot-execute-command (eglot-current-server) (intern (plist-get command :command))
                           (plist-get command :arguments)))
  (note 'selected (page))
  (wasi-lsp-show-targets)
  (note 'targets (page))
  (wasi-lsp-explain-rule "WASI103")
  (note 'explained (page))
  (wasi-lsp-show-std "std::thread::spawn")
  (note 'std (page))
  (cl-letf (((symbol-function 'yes-or-no-p) (lambda (question) (note 'question question) nil)))
    (eglot-execute-command (eglot-current-server) 'wasi-lsp.installTarget ["wasm32-wasip2"]))
  (wasi-lsp-focus "wasm32-wasip1")
  (note 'dimmed
        (wait-for "inactive code"
                  (lambda ()
                    (flymake-start)
                    (seq-some (lambda (each)
                                (and (string-match-p "not compiled" (nth 2 each)) (car each)))
                              (told)))))
  (wasi-lsp-focus "")
  (wait-for "no inactive code" (lambda () (flymake-start) (equal (length (told)) 1)))
  (let ((server (eglot-current-server)))
    (note 'complaints (with-current-buffer (jsonrpc-stderr-buffer server) (buffer-string)))
    (eglot-shutdown server))
  (write-report))
