//! Traits of the workspace: required and provided methods, of parameters, objects and types.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

trait Entry: Read {
    fn path(&self) -> &Path;

    fn open(&self) -> io::Result<File> {
        File::open(self.path()) //~ File::open
    }
}

fn parameter<T: Entry>(mut entry: T) {
    entry.path().exists(); //~ Path::exists
    entry.open().unwrap().sync_all(); //~ Result::unwrap, File::sync_all
    entry.read_to_end(&mut vec![]); //~ Read::read_to_end
}

fn object(entry: &dyn Entry) {
    entry.path().exists(); //~ Path::exists
}

fn opaque(entry: impl Entry) {
    entry.path().exists(); //~ Path::exists
}

struct Found {
    path: PathBuf,
}

impl Entry for Found {
    fn path(&self) -> &Path {
        &self.path
    }
}

fn implemented(found: Found) {
    found.path().is_dir(); //~ Path::is_dir
    found.open().unwrap().sync_data(); //~ Result::unwrap, File::sync_data
}

trait PathExt {
    fn real(&self) -> PathBuf;
}

impl PathExt for Path {
    fn real(&self) -> PathBuf {
        self.canonicalize().unwrap() //~ Path::canonicalize, Result::unwrap
    }
}

fn extension(path: &Path) {
    path.real().exists(); //~ Path::exists
}

mod other {
    pub trait Entry {
        fn path(&self) -> u8;
    }
}

fn another_trait<T: other::Entry>(entry: T) {
    entry.path().exists();
}
