//! Paths that names alone do not lead to std.

use std::io::{self, stderr, Write};
use std::net::TcpStream;

type Stream = TcpStream;

type Pair<T> = std::collections::HashMap<T, T>;

fn aliases() -> io::Result<()> {
    let stream = Stream::connect("a:1")?; //~ TcpStream::connect
    stream.set_nodelay(true)?; //~ TcpStream::set_nodelay
    let mut pairs = Pair::new(); //~ HashMap::new
    pairs.insert(1, 2); //~ HashMap::insert
    Ok(())
}

trait Open: Sized {
    fn open() -> io::Result<Self>;
}

impl Open for TcpStream {
    fn open() -> io::Result<Self> {
        Self::connect("a:1") //~ TcpStream::connect
    }
}

fn named_like_a_variable() {
    let mut stderr = stderr(); //~ io::stderr
    stderr.flush(); //~ Write::flush
}

fn a_variable(stderr: fn() -> u8) {
    stderr();
}

fn not_std() {
    Own::connect("a:1");
}

struct Own;

impl Own {
    fn connect(_: &str) {}
}

mod opened {
    pub fn opened() -> std::io::Result<std::fs::File> {
        std::fs::File::open("a") //~ File::open
    }
}

use opened::opened;

fn named_like_its_module() {
    opened().unwrap().sync_all(); //~ Result::unwrap, File::sync_all
}
