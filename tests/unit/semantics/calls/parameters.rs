//! Values of type parameters inside the types of std and of the workspace.

use std::cell::RefCell;
use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::{Arc, Mutex};

enum Turn<R: Read> {
    Mine(R),
    Waiting(Receiver<R>),
}

struct Shared<R: Read> {
    turn: Turn<R>,
    reader: Arc<Mutex<R>>,
    cell: RefCell<R>,
    out: Option<Box<dyn Write + Send + 'static>>,
}

impl<R: Read> Read for Shared<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut reader = match self.turn {
            Turn::Mine(ref mut reader) => return reader.read(buffer), //~ Read::read
            Turn::Waiting(ref mut waiting) => waiting.recv().unwrap(), //~ Receiver::recv, Result::unwrap
        };
        self.reader.lock().unwrap().read(buffer); //~ Mutex::lock, Result::unwrap, Read::read
        self.cell.borrow_mut().read(buffer); //~ RefCell::borrow_mut, Read::read
        self.out.as_mut().unwrap().flush(); //~ Option::as_mut, Option::unwrap, Write::flush
        reader.read(buffer) //~ Read::read
    }
}

struct Inner<R: ?Sized>(RefCell<R>);

impl<R: ?Sized + Read> Read for &Inner<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.borrow_mut().read(buffer) //~ RefCell::borrow_mut, Read::read
    }
}

fn trait_methods_of_local_types<R: Read>(shared: &mut Shared<R>, inner: Inner<R>) {
    shared.read(&mut []); //~ Read::read
    (&inner).take(1); //~ Read::take
}

struct Own;

impl Own {
    fn flush(&self) {}
}

fn own_methods(own: Box<Own>, writer: Box<Mutex<Own>>) {
    own.flush();
    writer.lock().unwrap().flush(); //~ Mutex::lock, Result::unwrap
}

#[derive(Clone)]
struct Cloned {
    path: PathBuf,
}

fn clones(cloned: &Cloned) {
    cloned.clone().path.exists(); //~ Path::exists
}

struct Temporary<F = std::fs::File> {
    file: F,
}

impl Temporary {
    fn new() -> io::Result<Temporary> {
        todo!()
    }
}

impl<F> Temporary<F> {
    fn keep(self) -> io::Result<F> {
        Ok(self.file)
    }
}

fn default_arguments() {
    let file = Temporary::new().unwrap().keep().unwrap(); //~ Result::unwrap, Result::unwrap
    file.sync_all(); //~ File::sync_all
}

unsafe fn pointers(cell: *const Mutex<u8>, out: *mut std::fs::File) {
    (*cell).lock(); //~ Mutex::lock
    (*out).sync_all(); //~ File::sync_all
    out.read();
    out.sync_all();
}
