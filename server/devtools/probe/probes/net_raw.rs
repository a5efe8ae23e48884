//! std::net::UdpSocket where nothing hands one out: made of the descriptor of a file, it shows whether
//! std asks the system at all or answers by itself. Holds on WASI 0.1 alone.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, UdpSocket};
use std::os::fd::{FromRawFd, IntoRawFd};
use std::time::Duration;

fn socket() -> std::io::Result<UdpSocket> {
    Ok(unsafe { UdpSocket::from_raw_fd(File::create("f")?.into_raw_fd()) })
}

fn somewhere() -> SocketAddr {
    (Ipv4Addr::LOCALHOST, 9).into()
}

//@ net.rawfd.UdpSocket.local_addr = std::net::UdpSocket::local_addr (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.local_addr())
}

//@ net.rawfd.UdpSocket.peer_addr = std::net::UdpSocket::peer_addr (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.peer_addr())
}

//@ net.rawfd.UdpSocket.connect = std::net::UdpSocket::connect (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.connect(somewhere()))
}

//@ net.rawfd.UdpSocket.send = std::net::UdpSocket::send (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.send(b"x"))
}

//@ net.rawfd.UdpSocket.recv = std::net::UdpSocket::recv (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.recv(&mut [0; 1]))
}

//@ net.rawfd.UdpSocket.send_to = std::net::UdpSocket::send_to (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.send_to(b"x", somewhere()))
}

//@ net.rawfd.UdpSocket.recv_from = std::net::UdpSocket::recv_from (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.recv_from(&mut [0; 1]))
}

//@ net.rawfd.UdpSocket.peek = std::net::UdpSocket::peek (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.peek(&mut [0; 1]))
}

//@ net.rawfd.UdpSocket.peek_from = std::net::UdpSocket::peek_from (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.peek_from(&mut [0; 1]))
}

//@ net.rawfd.UdpSocket.try_clone = std::net::UdpSocket::try_clone (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.try_clone().map(drop))
}

//@ net.rawfd.UdpSocket.set_nonblocking = std::net::UdpSocket::set_nonblocking (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.set_nonblocking(true))
}

//@ net.rawfd.UdpSocket.broadcast = std::net::UdpSocket::broadcast (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.broadcast())
}

//@ net.rawfd.UdpSocket.set_broadcast = std::net::UdpSocket::set_broadcast (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.set_broadcast(true))
}

//@ net.rawfd.UdpSocket.ttl = std::net::UdpSocket::ttl (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.ttl())
}

//@ net.rawfd.UdpSocket.set_ttl = std::net::UdpSocket::set_ttl (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.set_ttl(9))
}

//@ net.rawfd.UdpSocket.read_timeout = std::net::UdpSocket::read_timeout (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.read_timeout())
}

//@ net.rawfd.UdpSocket.set_read_timeout = std::net::UdpSocket::set_read_timeout (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.set_read_timeout(Some(Duration::from_millis(100))))
}

//@ net.rawfd.UdpSocket.write_timeout = std::net::UdpSocket::write_timeout (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.write_timeout())
}

//@ net.rawfd.UdpSocket.set_write_timeout = std::net::UdpSocket::set_write_timeout (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.set_write_timeout(Some(Duration::from_millis(100))))
}

//@ net.rawfd.UdpSocket.take_error = std::net::UdpSocket::take_error (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.take_error().map(drop))
}

//@ net.rawfd.UdpSocket.multicast_loop_v4 = std::net::UdpSocket::multicast_loop_v4 (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.multicast_loop_v4())
}

//@ net.rawfd.UdpSocket.set_multicast_loop_v4 = std::net::UdpSocket::set_multicast_loop_v4 (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.set_multicast_loop_v4(true))
}

//@ net.rawfd.UdpSocket.multicast_ttl_v4 = std::net::UdpSocket::multicast_ttl_v4 (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.multicast_ttl_v4())
}

//@ net.rawfd.UdpSocket.set_multicast_ttl_v4 = std::net::UdpSocket::set_multicast_ttl_v4 (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.set_multicast_ttl_v4(1))
}

//@ net.rawfd.UdpSocket.multicast_loop_v6 = std::net::UdpSocket::multicast_loop_v6 (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.multicast_loop_v6())
}

//@ net.rawfd.UdpSocket.set_multicast_loop_v6 = std::net::UdpSocket::set_multicast_loop_v6 (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.set_multicast_loop_v6(true))
}

//@ net.rawfd.UdpSocket.join_multicast_v4 = std::net::UdpSocket::join_multicast_v4 (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.join_multicast_v4(&Ipv4Addr::new(224, 0, 0, 251), &Ipv4Addr::LOCALHOST))
}

//@ net.rawfd.UdpSocket.leave_multicast_v4 = std::net::UdpSocket::leave_multicast_v4 (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.leave_multicast_v4(&Ipv4Addr::new(224, 0, 0, 251), &Ipv4Addr::LOCALHOST))
}

//@ net.rawfd.UdpSocket.join_multicast_v6 = std::net::UdpSocket::join_multicast_v6 (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.join_multicast_v6(&"ff01::114".parse()?, 1))
}

//@ net.rawfd.UdpSocket.leave_multicast_v6 = std::net::UdpSocket::leave_multicast_v6 (on a UdpSocket made by from_raw_fd from a regular file: only reachability, p1)
//@ on a raw descriptor
fn probe() -> Probed {
    seen(socket()?.leave_multicast_v6(&"ff01::114".parse()?, 1))
}
