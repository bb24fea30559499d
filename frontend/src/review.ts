/** What the page of one filing gets beyond plain HTML: tabs where it is narrow, keys, and a count of ticks. */
import "./_key-links";
import "./_part-tabs";
import "./_tick-count";
