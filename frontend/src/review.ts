/** What the page of one filing gets beyond plain HTML: tabs where it is narrow, keys, kept ticks and their count. */
import "./_key-links";
import "./_keep-points";
import "./_part-tabs";
import "./_tick-count";
