// The console belongs to the process and one cell runs in it at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
