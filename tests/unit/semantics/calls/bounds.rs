//! What the arguments of a bound say about the results of its methods.

use std::ffi::OsStr;
use std::io::Read;
use std::path::{Path, PathBuf};

fn parameter<P: AsRef<Path>>(path: P) -> bool {
    path.as_ref().exists() //~ AsRef::as_ref, Path::exists
}

fn where_clause<P, R>(path: P, mut input: R)
where
    P: Into<PathBuf>,
    R: Read,
{
    let path = path.into(); //~ Into::into
    path.is_dir(); //~ Path::is_dir
    input.read_to_end(&mut Vec::new()); //~ Read::read_to_end
}

fn argument(path: impl AsRef<Path>) {
    let path = path.as_ref(); //~ AsRef::as_ref
    path.read_dir(); //~ Path::read_dir
}

fn two_of_a_trait<P: AsRef<Path> + AsRef<OsStr>>(path: P) {
    let one: &Path = path.as_ref(); //~ AsRef::as_ref
    one.exists(); //~ Path::exists
    path.as_ref().len(); //~ AsRef::as_ref
}
