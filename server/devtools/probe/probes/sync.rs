//! std::sync

use std::sync::{mpsc, Arc, Barrier, Condvar, LazyLock, Mutex, Once, OnceLock, RwLock};
use std::time::{Duration, Instant};

//@ sync.Mutex.lock = std::sync::Mutex::lock
fn probe() -> Probed {
    let mutex = Mutex::new(1);
    *mutex.lock().unwrap() += 1;
    value(mutex.into_inner().unwrap())
}

//@ sync.Mutex.lock_contended = std::sync::Mutex::lock (already held by this thread)
//@ control hang: nobody unlocks it
fn probe() -> Probed {
    let mutex = Mutex::new(1);
    let _held = mutex.lock().unwrap();
    let again = mutex.lock().is_ok();
    value(again)
}

//@ sync.Mutex.try_lock = std::sync::Mutex::try_lock
fn probe() -> Probed {
    let mutex = Mutex::new(1);
    let held = mutex.try_lock();
    let again = mutex.try_lock().is_ok();
    value((held.is_ok(), again))
}

//@ sync.Condvar.notify = std::sync::Condvar::notify_one
fn probe() -> Probed {
    value(Condvar::new().notify_one())
}

//@ sync.Condvar.wait = std::sync::Condvar::wait
//@ control hang: nobody notifies it
fn probe() -> Probed {
    let (mutex, condvar) = (Mutex::new(1), Condvar::new());
    let held = condvar.wait(mutex.lock().unwrap());
    value(held.is_ok())
}

//@ sync.Condvar.wait_while_false = std::sync::Condvar::wait_while (condition already false)
fn probe() -> Probed {
    let mutex = Mutex::new(1);
    let condvar = Condvar::new();
    let held = condvar.wait_while(mutex.lock().unwrap(), |_| false).unwrap();
    value(*held)
}

//@ sync.Condvar.wait_timeout = std::sync::Condvar::wait_timeout
fn probe() -> Probed {
    let mutex = Mutex::new(1);
    let condvar = Condvar::new();
    let start = Instant::now();
    let (_held, out) =
        condvar.wait_timeout(mutex.lock().unwrap(), Duration::from_millis(60)).unwrap();
    value((out.timed_out(), start.elapsed() >= Duration::from_millis(60)))
}

//@ sync.RwLock.read = std::sync::RwLock::read
fn probe() -> Probed {
    let lock = RwLock::new(1);
    let (first, second) = (lock.read().unwrap(), lock.read().unwrap());
    value(*first + *second)
}

//@ sync.RwLock.write = std::sync::RwLock::write
fn probe() -> Probed {
    let lock = RwLock::new(1);
    *lock.write().unwrap() += 1;
    value(lock.into_inner().unwrap())
}

//@ sync.RwLock.read_contended = std::sync::RwLock::read (write lock held)
//@ control hang: nobody unlocks it
fn probe() -> Probed {
    let lock = RwLock::new(1);
    let _held = lock.write().unwrap();
    let read = lock.read().is_ok();
    value(read)
}

//@ sync.RwLock.try = std::sync::RwLock::{try_read,try_write}
fn probe() -> Probed {
    let lock = RwLock::new(1);
    let read = lock.try_read();
    let write = lock.try_write().is_ok();
    value((read.is_ok(), write))
}

//@ sync.RwLockWriteGuard.downgrade = std::sync::RwLockWriteGuard::downgrade
fn probe() -> Probed {
    let lock = RwLock::new(1);
    let read = std::sync::RwLockWriteGuard::downgrade(lock.write().unwrap());
    value(*read)
}

//@ sync.Barrier1 = std::sync::Barrier::wait (n=1)
fn probe() -> Probed {
    value(Barrier::new(1).wait().is_leader())
}

//@ sync.Barrier2 = std::sync::Barrier::wait (n=2, single thread)
//@ control hang: nobody else comes
fn probe() -> Probed {
    value(Barrier::new(2).wait().is_leader())
}

//@ sync.mpsc.channel = std::sync::mpsc::channel (send then recv)
fn probe() -> Probed {
    let (sender, receiver) = mpsc::channel();
    sender.send(5)?;
    value(receiver.recv())
}

//@ sync.mpsc.recv_empty = std::sync::mpsc::Receiver::recv (empty, sender alive)
//@ control hang: nobody sends
fn probe() -> Probed {
    let (_sender, receiver) = mpsc::channel::<u8>();
    value(receiver.recv())
}

//@ sync.mpsc.recv_disconnected = std::sync::mpsc::Receiver::recv (sender dropped)
fn probe() -> Probed {
    let (sender, receiver) = mpsc::channel::<u8>();
    drop(sender);
    value(receiver.recv())
}

//@ sync.mpsc.try_recv = std::sync::mpsc::Receiver::try_recv
fn probe() -> Probed {
    let (_sender, receiver) = mpsc::channel::<u8>();
    value(receiver.try_recv())
}

//@ sync.mpsc.recv_timeout = std::sync::mpsc::Receiver::recv_timeout
fn probe() -> Probed {
    let (_sender, receiver) = mpsc::channel::<u8>();
    let start = Instant::now();
    let received = receiver.recv_timeout(Duration::from_millis(60));
    value((received, start.elapsed() >= Duration::from_millis(60)))
}

//@ sync.mpsc.iter_dropped = std::sync::mpsc::Receiver::iter (sender dropped)
fn probe() -> Probed {
    let (sender, receiver) = mpsc::channel();
    for n in 0..3 {
        sender.send(n)?;
    }
    drop(sender);
    value(receiver.iter().count())
}

//@ sync.mpsc.sync_channel = std::sync::mpsc::sync_channel(1)
fn probe() -> Probed {
    let (sender, receiver) = mpsc::sync_channel(1);
    sender.send(1)?;
    value((sender.try_send(2).is_err(), receiver.recv()))
}

//@ sync.mpsc.sync_channel_full_send = std::sync::mpsc::SyncSender::send (full)
//@ control hang: nobody receives
fn probe() -> Probed {
    let (sender, _receiver) = mpsc::sync_channel(1);
    sender.send(1)?;
    value(sender.send(2).is_ok())
}

//@ sync.mpsc.rendezvous_send = std::sync::mpsc::sync_channel(0) send (no receiver waiting)
//@ control hang: nobody receives
fn probe() -> Probed {
    let (sender, _receiver) = mpsc::sync_channel(0);
    value(sender.send(1).is_ok())
}

//@ sync.mpmc.channel = std::sync::mpmc::channel
fn probe() -> Probed {
    let (sender, receiver) = std::sync::mpmc::channel();
    sender.send(5).unwrap();
    value(receiver.recv())
}

//@ sync.mpmc.recv_timeout = std::sync::mpmc::Receiver::recv_timeout
fn probe() -> Probed {
    let (_sender, receiver) = std::sync::mpmc::channel::<u8>();
    value(receiver.recv_timeout(Duration::from_millis(60)))
}

//@ sync.oneshot = std::sync::oneshot::channel
fn probe() -> Probed {
    let (sender, receiver) = std::sync::oneshot::channel();
    sender.send(3).unwrap();
    value(receiver.recv().unwrap())
}

//@ sync.Once = std::sync::Once::call_once
fn probe() -> Probed {
    let once = Once::new();
    once.call_once(|| ());
    value(once.is_completed())
}

//@ sync.Once.reentrant = std::sync::Once::call_once (reentrant)
//@ control hang: it waits for itself
static ONCE: Once = Once::new();
fn probe() -> Probed {
    value(ONCE.call_once(|| ONCE.call_once(|| ())))
}

//@ sync.Once.wait_completed = std::sync::Once::wait (completed)
fn probe() -> Probed {
    let once = Once::new();
    once.call_once(|| ());
    value(once.wait())
}

//@ sync.Once.wait = std::sync::Once::wait (never run)
//@ control hang: nobody runs it
fn probe() -> Probed {
    value(Once::new().wait())
}

//@ sync.OnceLock = std::sync::OnceLock::get_or_init
fn probe() -> Probed {
    value(OnceLock::new().get_or_init(|| 4))
}

//@ sync.LazyLock = std::sync::LazyLock
fn probe() -> Probed {
    value(*LazyLock::new(|| 4))
}

//@ sync.ReentrantLock = std::sync::ReentrantLock
fn probe() -> Probed {
    let lock = std::sync::ReentrantLock::new(3);
    let (first, second) = (lock.lock(), lock.lock());
    value(*first + *second)
}

//@ sync.Arc_Weak = std::sync::Arc
fn probe() -> Probed {
    let arc = Arc::new(1);
    let weak = Arc::downgrade(&arc);
    drop(arc);
    value(weak.upgrade())
}

//@ sync.atomic = std::sync::atomic::AtomicU32
fn probe() -> Probed {
    let number = std::sync::atomic::AtomicU32::new(1);
    number.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    value(number)
}

//@ sync.atomic64 = std::sync::atomic::AtomicU64
fn probe() -> Probed {
    let number = std::sync::atomic::AtomicU64::new(1);
    number.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    value(number)
}

//@ sync.nonpoison.Mutex = std::sync::nonpoison::Mutex
fn probe() -> Probed {
    let mutex = std::sync::nonpoison::Mutex::new(1);
    *mutex.lock() += 1;
    value(mutex.into_inner())
}

//@ sync.nonpoison.Condvar.wait = std::sync::nonpoison::Condvar::wait
//@ control hang: nobody notifies it
fn probe() -> Probed {
    let mutex = std::sync::nonpoison::Mutex::new(1);
    let mut held = mutex.lock();
    value(std::sync::nonpoison::Condvar::new().wait(&mut held))
}
