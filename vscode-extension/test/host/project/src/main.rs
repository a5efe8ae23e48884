use std::thread;

#[cfg(all(target_os = "wasi", target_env = "wasip2"))]
fn greet() {}

fn main() {
    thread::spawn(|| println!("größer")).join().unwrap();
}
