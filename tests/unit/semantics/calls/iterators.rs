//! Iterators: of std with closures in them, and those that the workspace writes.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::thread;

struct Part {
    path: PathBuf,
}

struct Parts<'a>(std::slice::Iter<'a, Part>);

impl<'a> Iterator for Parts<'a> {
    type Item = &'a Part;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.next() //~ Iterator::next
    }
}

struct Files;

impl IntoIterator for Files {
    type Item = File;
    type IntoIter = std::vec::IntoIter<File>;

    fn into_iter(self) -> Self::IntoIter {
        todo!()
    }
}

fn loops(parts: Parts<'_>, files: Files) {
    for part in parts {
        part.path.exists(); //~ Path::exists
    }
    for file in files {
        file.sync_all(); //~ File::sync_all
    }
}

fn provided_methods(parts: Parts<'_>) {
    let last = parts.take_while(|part| part.path.exists()).last(); //~ Iterator::take_while, Path::exists, Iterator::last
    last.unwrap().path.is_file(); //~ Option::unwrap, Path::is_file
}

fn closures() {
    let threads: Vec<_> = (0..3).map(|n| thread::spawn(move || n)).collect(); //~ Iterator::map, thread::spawn, Iterator::collect
    for thread in threads {
        thread.join().unwrap(); //~ JoinHandle::join, Result::unwrap
    }
    let paths = ["a"].iter().map(PathBuf::from); //~ slice::iter, Iterator::map, From::from
    paths.for_each(|path| drop(path.exists())); //~ Iterator::for_each, Path::exists
}

fn patterns(parts: &[Part]) {
    if let [first, .., last] = parts {
        first.path.exists(); //~ Path::exists
        last.path.exists(); //~ Path::exists
    }
    if let [_, rest @ ..] = parts {
        rest.path.exists();
    }
}
