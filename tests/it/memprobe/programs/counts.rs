// Measurements: each name prints what was counted.

use memprobe::{Allocations, Region, allocations, process_allocations, region_of};
use std::alloc::{Layout, alloc, alloc_zeroed, dealloc, realloc};
use std::panic::catch_unwind;
use std::thread;

fn show(used: &Allocations) {
    println!(
        "{} allocations, {} B, peak {} B, {} blocks of {} B live",
        used.count, used.bytes, used.peak_bytes, used.live_blocks, used.live_bytes
    );
}

pub fn run(what: &str) -> bool {
    match what {
        "one thread" => {
            let (kept, used) = allocations(|| {
                drop(vec![0_u8; 1000]);
                let mut text = String::with_capacity(3);
                text.push_str("longer than that");
                text
            });
            show(&used);
            drop(kept);
        }
        "nested" => {
            let (_, outer) = allocations(|| {
                drop(vec![0_u8; 1000]);
                let (_, inner) = allocations(|| drop(vec![0_u8; 50]));
                show(&inner);
            });
            show(&outer);
        }
        "spawned and joined" => {
            let many = || {
                let work = |size| move || (0..100).for_each(|_| drop(vec![1_u8; size]));
                let threads: Vec<_> = (1..9).map(|size| thread::spawn(work(size))).collect();
                threads.into_iter().for_each(|thread| thread.join().unwrap());
            };
            let (_, used) = process_allocations(many);
            println!("{} {} {} {}", used.count, used.bytes, used.live_blocks, used.live_bytes);
        }
        "on several threads at once" => {
            let measure = |size| move || allocations(|| (0..50).for_each(|_| drop(vec![1_u8; size]))).1;
            let threads: Vec<_> = (1..5).map(|size| thread::spawn(measure(size))).collect();
            threads.into_iter().for_each(|thread| show(&thread.join().unwrap()));
        }
        "a panic inside" => {
            let (_, outer) = allocations(|| {
                let caught = catch_unwind(|| {
                    allocations(|| {
                        let room = vec![0_u8; 4000];
                        assert!(room.len() < 10);
                    })
                });
                assert!(caught.is_err());
            });
            assert!(outer.peak_bytes >= 4000, "the peak of what is inside is the peak of what is outside");
            show(&allocations(|| drop(Box::new(1_u8))).1);
        }
        "a budget" => allocations(|| drop((Box::new(1_u8), vec![0_u16; 9]))).1.at_most(1),
        "a budget after many" => {
            let (_, outer) = allocations(|| {
                (0..1000).for_each(|_| drop(vec![0_u8; 3]));
                allocations(|| drop((Box::new(1_u8), vec![0_u16; 9]))).1
            });
            outer.at_most(0);
        }
        "a peak" => allocations(|| drop(vec![0_u8; 100])).1.peak_at_most(99),
        "not freed" => allocations(|| Box::leak(Box::new(3_u64))).1.all_freed(),
        "exit inside" => {
            allocations(|| std::process::exit(7));
        }
        "regions" => {
            static NUMBER: u8 = 3;
            let (local, boxed) = (5, Box::new(6));
            assert_eq!(region_of(&local), Region::Stack);
            assert_eq!(region_of(&*boxed), Region::Heap);
            assert_eq!(region_of(&NUMBER), Region::Static);
            assert_eq!(region_of("text"), Region::Static);
            let (lent, lent_box) = (&local, &boxed);
            let seen = thread::scope(|scope| {
                let look = move || {
                    let own = 3;
                    [region_of(lent), region_of(&**lent_box), region_of(lent_box), region_of(&own)]
                };
                scope.spawn(look).join().unwrap()
            });
            println!("{seen:?}");
        }
        "raw blocks" => unsafe {
            for align in [1, 8, 64, 4096, 1 << 16] {
                for size in [1, 13, 4096, 10_000] {
                    let layout = Layout::from_size_align(size, align).unwrap();
                    let (block, zeros) = (alloc(layout), alloc_zeroed(layout));
                    assert!(block as usize % align == 0 && zeros as usize % align == 0);
                    assert!((0..size).all(|at| *zeros.add(at) == 0));
                    (0..size).for_each(|at| *block.add(at) = at as u8);
                    let larger = realloc(block, layout, 2 * size);
                    assert!((0..size).all(|at| *larger.add(at) == at as u8) && larger as usize % align == 0);
                    dealloc(larger, Layout::from_size_align(2 * size, align).unwrap());
                    dealloc(zeros, layout);
                }
            }
        },
        "very many" => {
            let blocks: Vec<_> = (0..60_000_u64).map(Box::new).collect();
            println!("{}", blocks.iter().map(|block| **block).sum::<u64>());
        }
        _ => return false,
    }
    true
}
