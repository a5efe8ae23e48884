;;; session.el --- what the sessions in batch have in common  -*- lexical-binding: t -*-

;; What a session notes goes to $WASI_LSP_REPORT as JSON.

(require 'json)

(defvar report nil)

(defun wait-for (what probe)
  "Let Emacs run until PROBE returns something; its value.  An error after ten seconds."
  (let ((deadline (+ (float-time) 10)) value)
    (while (not (setq value (funcall probe)))
      (when (> (float-time) deadline)
        (error "Waited in vain for %s" what))
      (accept-process-output nil 0.01))
    value))

(defun note (key value)
  (push (cons key value) report))

(defun write-report ()
  (with-temp-file (getenv "WASI_LSP_REPORT")
    (insert (json-encode report))))
