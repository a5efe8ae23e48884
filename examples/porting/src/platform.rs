//! What differs from one platform to the next.

#[cfg(unix)]
use std::os::unix::ffi::OsStringExt;
#[cfg(target_os = "wasi")]
use std::os::wasi::ffi::OsStringExt;

use std::ffi::OsString;

/// What the collector calls the machines that we run on.
#[cfg(target_env = "wasip2")]
pub const NAME: &str = "wasi";

#[cfg(all(unix, target_os = "wasi"))]
pub const NAME: &str = "wasi (unix)";

#[cfg(not(target_env = "wasip2"))]
pub const NAME: &str = std::env::consts::OS;

/// The line without the escape sequences that a terminal would obey.
#[cfg(any(unix, target_os = "wasi"))]
pub fn printable(line: String) -> String {
    let mut bytes = line.into_bytes();
    bytes.retain(|byte| !byte.is_ascii_control());
    OsString::from_vec(bytes).to_string_lossy().into_owned()
}

#[cfg(windows)]
pub fn printable(line: String) -> String {
    line.chars().filter(|it| !it.is_control()).collect()
}
