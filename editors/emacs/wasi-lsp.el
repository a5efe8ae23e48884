;;; wasi-lsp.el --- wasi-lsp for Eglot and lsp-mode  -*- lexical-binding: t -*-

;;; Commentary:

;; Put this file on the `load-path' and (require 'wasi-lsp).
;; lsp-mode runs it beside rust-analyzer.  Eglot has one server for a buffer: there
;; `wasi-lsp-eglot' says for which modes it takes the place of rust-analyzer.

;;; Code:

(defgroup wasi-lsp nil
  "Language server for Rust code that targets WASI."
  :group 'tools)

(defcustom wasi-lsp-command '("wasi-lsp" "--stdio")
  "The program of the server and its arguments."
  :type '(repeat string))

(defcustom wasi-lsp-settings nil
  "The settings, as a property list such as (:targets [\"wasm32-wasip1\"])."
  :type 'plist)

(defcustom wasi-lsp-eglot '(rust-mode rust-ts-mode conf-toml-mode toml-ts-mode)
  "The modes in which Eglot starts wasi-lsp; nil for none."
  :type '(repeat symbol))

(defvar eglot-server-programs)
(declare-function lsp-register-client "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(declare-function lsp-activate-on "lsp-mode")

(defun wasi-lsp--eglot-contact (&rest _)
  "What Eglot starts, and the options it sends."
  (append wasi-lsp-command
          (when wasi-lsp-settings
            (list :initializationOptions wasi-lsp-settings))))

(with-eval-after-load 'eglot
  (when wasi-lsp-eglot
    (add-to-list 'eglot-server-programs (cons wasi-lsp-eglot #'wasi-lsp--eglot-contact))))

(with-eval-after-load 'lsp-mode
  (lsp-register-client
   (make-lsp-client :new-connection (lsp-stdio-connection (lambda () wasi-lsp-command))
                    :activation-fn (lsp-activate-on "rust" "toml")
                    :initialization-options (lambda () wasi-lsp-settings)
                    :add-on? t
                    :server-id 'wasi-lsp)))

(provide 'wasi-lsp)

;;; wasi-lsp.el ends here
