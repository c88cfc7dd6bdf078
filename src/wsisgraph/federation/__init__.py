"""Federation: other agencies' data beside ours, asked for when somebody wants them.

`peers` is the list; `fetcher` the one process that opens sockets, to listed peers alone; `worker`
reads in a sandbox what they answer; `gathering` asks several at once and tells who is missing;
`service` carries out SERVICE. Where no peer is listed, none of this runs.
"""
