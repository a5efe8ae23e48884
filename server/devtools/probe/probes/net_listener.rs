//! std::net on sockets that nothing in std hands out: WASI 0.1 has no `bind` and no `connect`, but a
//! runtime may open a listening socket for the program, as descriptor 3.

use std::io::{self, Read, Write};
use std::mem::ManuallyDrop;
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::os::fd::FromRawFd;
use std::time::Duration;

fn listener() -> TcpListener {
    unsafe { TcpListener::from_raw_fd(3) }
}

/// The client of the runner may not have knocked yet, and `accept` does not wait for it.
fn accept() -> io::Result<(TcpStream, SocketAddr)> {
    let listener = ManuallyDrop::new(listener());
    for _ in 0..100 {
        match listener.accept() {
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                std::thread::sleep(Duration::from_millis(20));
            }
            accepted => return accepted,
        }
    }
    Err(io::ErrorKind::TimedOut.into())
}

fn accepted() -> io::Result<TcpStream> {
    accept().map(|(stream, _)| stream)
}

fn short() -> Option<Duration> {
    Some(Duration::from_millis(100))
}

//@ net.preopened_listener.accept = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept
//@ with a listener
fn probe() -> Probed {
    seen(accept().map(|(_, address)| address))
}

//@ net.preopened_listener.local_addr = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): local_addr
//@ with a listener
fn probe() -> Probed {
    seen(listener().local_addr())
}

//@ net.preopened_listener.set_nonblocking = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): set_nonblocking
//@ with a listener
fn probe() -> Probed {
    seen(listener().set_nonblocking(true))
}

//@ net.preopened_listener.ttl = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): ttl
//@ with a listener
fn probe() -> Probed {
    seen(listener().ttl())
}

//@ net.preopened_listener.set_ttl = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): set_ttl
//@ with a listener
fn probe() -> Probed {
    seen(listener().set_ttl(33))
}

//@ net.preopened_listener.only_v6 = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): only_v6
//@ with a listener
fn probe() -> Probed {
    seen(listener().only_v6())
}

//@ net.preopened_listener.set_only_v6 = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): set_only_v6
//@ with a listener
fn probe() -> Probed {
    seen(listener().set_only_v6(true))
}

//@ net.preopened_listener.take_error = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): take_error
//@ with a listener
fn probe() -> Probed {
    seen(listener().take_error().map(drop))
}

//@ net.preopened_listener.try_clone = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): try_clone
//@ with a listener
fn probe() -> Probed {
    seen(listener().try_clone().map(drop))
}

//@ net.preopened_listener.accept_rw = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_rw
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.read(&mut [0; 1]))
}

//@ net.preopened_listener.accept_write = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_write
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.write(b"x"))
}

//@ net.preopened_listener.accept_shutdown = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_shutdown
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.shutdown(Shutdown::Write))
}

//@ net.preopened_listener.accept_peer_addr = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_peer_addr
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.peer_addr())
}

//@ net.preopened_listener.accept_local_addr = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_local_addr
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.local_addr())
}

//@ net.preopened_listener.accept_nodelay = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_nodelay
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.nodelay())
}

//@ net.preopened_listener.accept_set_nodelay = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_set_nodelay
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.set_nodelay(true))
}

//@ net.preopened_listener.accept_set_nonblocking = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_set_nonblocking
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.set_nonblocking(true))
}

//@ net.preopened_listener.accept_peek = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_peek
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.peek(&mut [0; 1]))
}

//@ net.preopened_listener.accept_ttl = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_ttl
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.ttl())
}

//@ net.preopened_listener.accept_set_ttl = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_set_ttl
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.set_ttl(40))
}

//@ net.preopened_listener.accept_linger = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_linger
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.linger())
}

//@ net.preopened_listener.accept_set_linger = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_set_linger
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.set_linger(short()))
}

//@ net.preopened_listener.accept_read_timeout = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_read_timeout
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.read_timeout())
}

//@ net.preopened_listener.accept_set_read_timeout = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_set_read_timeout
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.set_read_timeout(short()))
}

//@ net.preopened_listener.accept_write_timeout = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_write_timeout
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.write_timeout())
}

//@ net.preopened_listener.accept_set_write_timeout = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_set_write_timeout
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.set_write_timeout(short()))
}

//@ net.preopened_listener.accept_take_error = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_take_error
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.take_error().map(drop))
}

//@ net.preopened_listener.accept_try_clone = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): accept_try_clone
//@ with a listener
fn probe() -> Probed {
    seen(accepted()?.try_clone().map(drop))
}

//@ net.preopened_listener.sock_accept = std::net::TcpListener from preopened fd 3 (wasmtime legacy -S tcplisten): sock_accept
//@ with a listener
fn probe() -> Probed {
    use std::os::wasi::net::TcpListenerExt;
    accepted()?;
    seen(listener().sock_accept(0).map(drop).or_else(|error| match error.kind() {
        io::ErrorKind::WouldBlock => Ok(()),
        _ => Err(error),
    }))
}
