use schedule::plan::{parse_plan, total};

fn main() {
    let text = std::io::read_to_string(std::io::stdin()).unwrap_or_default();
    match parse_plan(&text) {
        Ok(plan) => println!("{} days, {} minutes", plan.len(), total(&plan)),
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }
}
