//! What differs from one platform to the next. Every platform has the same functions.

mod unix;
#[cfg(unix)]
pub use unix::*;

mod wasi;
#[cfg(target_os = "wasi")]
pub use wasi::*;

#[cfg(not(any(unix, target_os = "wasi")))]
compile_error!("logship runs on Unix and on WASI");
