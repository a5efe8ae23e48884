//! The statics of `thread_local!` are keys, wherever they stand.

use std::cell::{Cell, RefCell};
use std::fs::File;

thread_local! {
    static LOG: RefCell<Option<File>> = const { RefCell::new(None) }; //~ RefCell::new
    pub static COUNT: Cell<u32> = Cell::new(std::process::id()) //~ Cell::new, process::id
}

fn at_the_level_of_the_module() {
    LOG.with(|log| log.borrow_mut().take()); //~ LocalKey::with, RefCell::borrow_mut, Option::take
    COUNT.set(1); //~ LocalKey::set
}

fn in_a_block() {
    thread_local!(static FILE: RefCell<File> = RefCell::new(File::open("a").unwrap())); //~ RefCell::new, File::open, Result::unwrap
    FILE.with_borrow(|file| file.sync_all()); //~ LocalKey::with_borrow, File::sync_all
    FILE.try_with(|file| {}).is_ok(); //~ LocalKey::try_with, Result::is_ok
}

fn shadowed(count: Shadow) {
    let COUNT = count;
    COUNT.set(1);
}

struct Shadow;

impl Shadow {
    fn set(&self, _: u32) {}
}

thread_local!(static ENTERED: Cell<bool> = const { Cell::new(false) }); //~ Cell::new

fn in_parentheses() {
    ENTERED.with(|entered| entered.get()); //~ LocalKey::with, Cell::get
}
