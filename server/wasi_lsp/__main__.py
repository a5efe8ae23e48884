"""`python -m wasi_lsp` is the command `wasi-lsp`."""

import sys

from wasi_lsp.main import main

sys.exit(main())
