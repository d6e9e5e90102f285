import test from "node:test";
import { Report } from "../dist/report.js";

test("it can be made", () => void new Report("May", []));
