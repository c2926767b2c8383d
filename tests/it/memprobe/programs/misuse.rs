// One misuse of memory per name.

use std::alloc::{Layout, alloc, dealloc, realloc};
use std::hint::black_box;

pub fn run(what: &str) -> bool {
    match what {
        "reads after free" => {
            let block = Box::into_raw(Box::new(5_u64));
            unsafe {
                drop(Box::from_raw(block));
                println!("{}", *block);
            }
        }
        "prints after free" => {
            let text = Box::into_raw(Box::new(String::from("hello")));
            unsafe {
                drop(Box::from_raw(text));
                println!("{:?}", *text);
            }
        }
        "writes after free" => {
            let block = Box::into_raw(Box::new(5_u64));
            unsafe {
                drop(Box::from_raw(block));
                *block = 7;
            }
        }
        "reads after growing" => {
            let mut numbers = vec![1_u32];
            let first = numbers.as_ptr();
            numbers.extend(0..100);
            println!("{}", unsafe { *first });
        }
        "reads one too far" => {
            let numbers = vec![1_u32; 10];
            println!("{}", unsafe { *numbers.as_ptr().add(10) });
        }
        "writes one too far" => {
            let mut numbers = vec![1_u32; 10];
            unsafe { *numbers.as_mut_ptr().add(10) = 1 };
        }
        "writes before" => {
            let mut numbers = vec![1_u32; 10];
            unsafe { *numbers.as_mut_ptr().sub(1) = 1 };
        }
        "copies too much" => {
            let (from, mut to) = (vec![1_u8; 5000], vec![0_u8; 3000]);
            unsafe { std::ptr::copy_nonoverlapping(from.as_ptr(), to.as_mut_ptr(), 4000) };
        }
        "writes into the slack" => unsafe {
            let layout = Layout::from_size_align(13, 8).unwrap();
            let block = alloc(layout);
            *block.add(13) = 1;
            dealloc(block, layout);
        },
        "writes beside what stays" => {
            let text = Box::leak(vec![1_u8; 61].into_boxed_slice());
            unsafe { *text.as_mut_ptr().sub(1) = 9 };
        }
        "frees twice" => {
            let block = Box::into_raw(Box::new(5_u64));
            unsafe {
                drop(Box::from_raw(block));
                drop(Box::from_raw(block));
            }
        }
        "frees the stack" => {
            let mut number = 5_u64;
            unsafe { drop(Box::from_raw(black_box(&mut number as *mut u64))) };
        }
        "frees a static" => {
            static NUMBER: u64 = 3;
            unsafe { dealloc((&raw const NUMBER) as *mut u8, Layout::new::<u64>()) };
        }
        "frees the middle" => {
            let numbers = Box::leak(Box::new([1_u64; 4]));
            unsafe { dealloc(numbers.as_mut_ptr().add(1).cast(), Layout::new::<u64>()) };
        }
        "frees with another layout" => unsafe {
            dealloc(alloc(Layout::new::<[u64; 4]>()), Layout::new::<u64>());
        },
        "resizes with another layout" => unsafe {
            realloc(alloc(Layout::new::<[u64; 4]>()), Layout::new::<[u8; 32]>(), 64);
        },
        "resizes after free" => unsafe {
            let layout = Layout::new::<[u64; 4]>();
            let block = alloc(layout);
            dealloc(block, layout);
            realloc(block, layout, 64);
        },
        "writes to null" => unsafe { black_box(8 as *mut u32).write_unaligned(1) },
        "reads anywhere" => println!("{}", unsafe { *black_box(0x1234_5678_9000_usize as *const u8) }),
        "follows what was never written" => unsafe {
            let place = alloc(Layout::new::<*const u8>()).cast::<*const u8>();
            println!("{}", **place);
        },
        "another thread reads after free" => {
            let block = Box::into_raw(Box::new(5_u64)) as usize;
            let free = move || unsafe { drop(Box::from_raw(block as *mut u64)) };
            let read = move || println!("{}", unsafe { *(block as *mut u64) });
            std::thread::spawn(free).join().unwrap();
            std::thread::spawn(read).join().unwrap();
        }
        "overflows the stack" => println!("{}", deeper(0)),
        "overflows another stack" => println!("{:?}", std::thread::spawn(|| deeper(0)).join()),
        _ => return false,
    }
    true
}

fn deeper(number: u64) -> u64 {
    let room = [number; 100];
    black_box(&room);
    deeper(number + 1) + room[3]
}
