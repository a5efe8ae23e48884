;;; wasi-lsp.el --- wasi-lsp for Eglot and lsp-mode  -*- lexical-binding: t -*-

;; Package-Requires: ((emacs "27.1"))

;;; Commentary:

;; Put this file on the `load-path' and (require 'wasi-lsp).
;; lsp-mode runs it beside rust-analyzer.  Eglot has one server for a buffer: there
;; `wasi-lsp-eglot' says for which modes it takes the place of rust-analyzer.

;;; Code:

(require 'cl-lib)
(require 'eieio)
(require 'seq)
(require 'subr-x)
(require 'url-util)
(eval-when-compile (require 'eglot nil t))

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
(declare-function eglot-current-server "eglot")
(declare-function eglot-execute-command "eglot")
(declare-function flymake-show-project-diagnostics "flymake")
(declare-function gfm-view-mode "markdown-mode")
(declare-function jsonrpc-notify "jsonrpc")
(declare-function jsonrpc-request "jsonrpc")
(declare-function lsp--locations-to-xref-items "lsp-mode")
(declare-function lsp-activate-on "lsp-mode")
(declare-function lsp-find-workspace "lsp-mode")
(declare-function lsp-notify "lsp-mode")
(declare-function lsp-register-client "lsp-mode")
(declare-function lsp-request "lsp-mode")
(declare-function lsp-show-xrefs "lsp-mode")
(declare-function lsp-stdio-connection "lsp-mode")
(declare-function make-lsp-client "lsp-mode")
(defvar lsp--cur-workspace)

;;; The server of the buffer, whoever has started it

(defun wasi-lsp--eglot-server ()
  "The server of this buffer, if Eglot has started it."
  (let ((server (and (featurep 'eglot) (eglot-current-server))))
    (and server (object-of-class-p server 'wasi-lsp-eglot-server) server)))

(defun wasi-lsp--workspace ()
  "The server of this buffer, if lsp-mode has started it."
  (or (and (featurep 'lsp-mode) (lsp-find-workspace 'wasi-lsp (buffer-file-name)))
      (user-error "No wasi-lsp runs for this buffer")))

(defun wasi-lsp--request (method &optional params)
  "What the server answers to METHOD, a string, with PARAMS, a property list."
  (let ((server (wasi-lsp--eglot-server)))
    (if server
        (jsonrpc-request server (intern (concat ":" method)) params)
      (let ((lsp--cur-workspace (wasi-lsp--workspace)))
        (lsp-request method params)))))

(defun wasi-lsp--get (object key)
  "What an OBJECT of an answer has under KEY, a keyword."
  (if (hash-table-p object)
      (gethash (substring (symbol-name key) 1) object)
    (plist-get object key)))

(defun wasi-lsp--set (key value)
  "Give the server another VALUE of the setting KEY; nil for the default."
  (setq wasi-lsp-settings (plist-put (copy-sequence wasi-lsp-settings) key value))
  (let ((server (wasi-lsp--eglot-server))
        (params (list :settings (list :wasi-lsp wasi-lsp-settings))))
    (if server
        (jsonrpc-notify server :workspace/didChangeConfiguration params)
      (let ((lsp--cur-workspace (wasi-lsp--workspace)))
        (lsp-notify "workspace/didChangeConfiguration" params)))))

(defun wasi-lsp--show (markdown)
  "Show MARKDOWN in a window of its own."
  (with-current-buffer (get-buffer-create "*wasi-lsp*")
    (let ((inhibit-read-only t))
      (erase-buffer)
      (insert markdown))
    (if (require 'markdown-mode nil t) (gfm-view-mode) (special-mode))
    (goto-char (point-min))
    (display-buffer (current-buffer))))

;;; Commands

(defun wasi-lsp-focus (target)
  "Dim what is not compiled for TARGET; nothing if it is empty."
  (interactive
   (list (completing-read "WASI target (none for all): "
                          (mapcar (lambda (each) (wasi-lsp--get each :name))
                                  (wasi-lsp--request "wasi-lsp/targets")))))
  (wasi-lsp--set :focus (unless (string-empty-p target) target)))

(defun wasi-lsp-check-workspace ()
  "Check all files of the workspace, open or not, from now on."
  (interactive)
  (wasi-lsp--set :checkFiles "workspace")
  (when (and (wasi-lsp--eglot-server) (fboundp 'flymake-show-project-diagnostics))
    (flymake-show-project-diagnostics)))

(defun wasi-lsp-show-targets ()
  "Show the WASI targets, and where the project names them."
  (interactive)
  (wasi-lsp--show
   (mapconcat
    (lambda (target)
      (concat (wasi-lsp--get target :about) "\n\n"
              (mapconcat
               (lambda (place)
                 (format "- named in %s:%d\n"
                         (url-unhex-string
                          (string-remove-prefix "file://" (wasi-lsp--get place :uri)))
                         (1+ (wasi-lsp--get (wasi-lsp--get (wasi-lsp--get place :range) :start)
                                            :line))))
               (wasi-lsp--get target :places) "")))
    (wasi-lsp--request "wasi-lsp/targets") "\n---\n\n")))

(defun wasi-lsp-explain-rule (code)
  "Show the page on the rule CODE."
  (interactive
   (list (completing-read "Rule: "
                          (mapcar (lambda (each) (wasi-lsp--get each :code))
                                  (wasi-lsp--request "wasi-lsp/rules"))
                          nil t)))
  (wasi-lsp--show
   (wasi-lsp--get (seq-find (lambda (each) (equal (wasi-lsp--get each :code) code))
                            (wasi-lsp--request "wasi-lsp/rules"))
                  :page)))

(defun wasi-lsp-show-std (path)
  "Show what the item of std at PATH does on each WASI target."
  (interactive
   (list (completing-read "Item of std: "
                          (append (wasi-lsp--request "wasi-lsp/stdPaths") nil) nil t)))
  (wasi-lsp--show (or (wasi-lsp--request "wasi-lsp/stdPage" (list :path path))
                      (user-error "Nothing is known of %s" path))))

;;; What code actions and lenses of the server ask Emacs to do

(defconst wasi-lsp--commands
  '(("wasi-lsp.showSelected" . wasi-lsp--show-selected)
    ("wasi-lsp.installTarget" . wasi-lsp--install-target))
  "Commands by their names in the protocol; each takes the arguments.")

(defun wasi-lsp--show-selected (uri position)
  "Show every target that the predicate at POSITION in URI selects."
  (let ((page (wasi-lsp--request "workspace/executeCommand"
                                 (list :command "wasi-lsp.selectedTargets"
                                       :arguments (vector uri position)))))
    (when page
      (wasi-lsp--show page))))

(defun wasi-lsp--install-target (triple)
  "Install the target TRIPLE, if the user agrees."
  (let ((command (concat "rustup target add " (shell-quote-argument triple))))
    (when (yes-or-no-p (format "Run `%s'? " command))
      (compile command))))

(defun wasi-lsp--experimental (names)
  "The capability that tells the server of the commands NAMES."
  (list :commands (list :commands (vconcat names))))

;;; Eglot

(defun wasi-lsp--eglot-contact (&rest _)
  "What Eglot starts, and the options it sends."
  `(wasi-lsp-eglot-server
    ,@wasi-lsp-command
    ,@(when wasi-lsp-settings
        (list :initializationOptions wasi-lsp-settings))))

(with-eval-after-load 'eglot
  (defclass wasi-lsp-eglot-server (eglot-lsp-server) ()
    :documentation "A wasi-lsp that Eglot has started.")

  (cl-defmethod eglot-client-capabilities ((_server wasi-lsp-eglot-server))
    "Tell of the commands."
    (plist-put (cl-call-next-method) :experimental
               (wasi-lsp--experimental (mapcar #'car wasi-lsp--commands))))

  (cl-defmethod eglot-handle-request
    ((_server wasi-lsp-eglot-server) (_method (eql workspace/configuration)) &key _items)
    "Answer `wasi-lsp-settings' where the project has no settings for Eglot."
    (vconcat (mapcar (lambda (each) (or each wasi-lsp-settings)) (cl-call-next-method))))

  (cl-defmethod eglot-execute-command ((_server wasi-lsp-eglot-server) command arguments)
    "Run a COMMAND of Emacs's with ARGUMENTS, or have the server run its own."
    (let ((ours (assoc (format "%s" command) wasi-lsp--commands)))
      (if ours
          (apply (cdr ours) (append arguments nil))
        (cl-call-next-method))))

  ;; Newer releases of Eglot call this instead.
  (when (fboundp 'eglot-execute)
    (cl-defmethod eglot-execute ((_server wasi-lsp-eglot-server) action)
      "Run the command of ACTION if it is one of Emacs's."
      (let* ((command (plist-get action :command))
             (ours (and (stringp command) (assoc command wasi-lsp--commands))))
        (if ours
            (apply (cdr ours) (append (plist-get action :arguments) nil))
          (cl-call-next-method)))))

  (when wasi-lsp-eglot
    (add-to-list 'eglot-server-programs (cons wasi-lsp-eglot #'wasi-lsp--eglot-contact))))

;;; lsp-mode

(defun wasi-lsp--show-versions (_uri _position locations)
  "List the other versions of an item, which are at LOCATIONS."
  (lsp-show-xrefs (lsp--locations-to-xref-items locations) nil nil))

(defun wasi-lsp--configuration (_workspace params)
  "The settings, as often as PARAMS of workspace/configuration asks for them."
  (make-vector (length (wasi-lsp--get params :items)) wasi-lsp-settings))

(with-eval-after-load 'lsp-mode
  (let ((commands (cons '("wasi-lsp.showVersions" . wasi-lsp--show-versions)
                        wasi-lsp--commands))
        (actions (make-hash-table :test #'equal))
        (requests (make-hash-table :test #'equal)))
    (pcase-dolist (`(,name . ,run) commands)
      (puthash name
               (lambda (action) (apply run (append (wasi-lsp--get action :arguments) nil)))
               actions))
    (puthash "workspace/configuration" #'wasi-lsp--configuration requests)
    (lsp-register-client
     (make-lsp-client :new-connection (lsp-stdio-connection (lambda () wasi-lsp-command))
                      :activation-fn (lsp-activate-on "rust" "toml")
                      :initialization-options (lambda () wasi-lsp-settings)
                      :custom-capabilities
                      `((experimental . ,(wasi-lsp--experimental (mapcar #'car commands))))
                      :action-handlers actions
                      :request-handlers requests
                      :add-on? t
                      :server-id 'wasi-lsp))))

(provide 'wasi-lsp)

;;; wasi-lsp.el ends here
