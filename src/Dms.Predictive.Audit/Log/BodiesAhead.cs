using System.Collections.Concurrent;

namespace Dms.Predictive.Audit;

/// <summary>
/// Reads the bodies of a log's records on a thread of its own, ahead of a walk over the same segments: reading them takes
/// most of the time of a verification. It judges nothing. Where it cannot go on it stops, and the walk finds out why; what
/// it hands over counts only for the very bytes that the walk holds.
/// </summary>
internal sealed class BodiesAhead : IDisposable
{
    private const int PerBatch = 32;
    private const int MostBatches = 4;
    private const long WorthAThread = 1 << 20;

    private readonly LogFolder _folder;
    private readonly BlockingCollection<List<Ahead>> _ready = new(MostBatches);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _reading;
    private List<Ahead> _batch = [];
    private int _next;
    private bool _isLost;

    private BodiesAhead(LogFolder folder)
    {
        _folder = folder;
        _reading = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Starts reading where a second thread pays.</summary>
    /// <returns>Null for a journal, a small log or a single processor.</returns>
    public static BodiesAhead? Over(LogFolder folder) =>
        folder.Form == LogForm.Audit && Environment.ProcessorCount > 1
        && folder.Segments.Sum(s => new FileInfo(PathOf(folder, s)).Length) >= WorthAThread
            ? new BodiesAhead(folder)
            : null;

    /// <summary>The body of the next record and its leaf of the Merkle tree.</summary>
    /// <param name="payload">Bytes of the record as the walk has them.</param>
    /// <returns>Null when it was not read, or from other bytes; from then on always.</returns>
    public (CanonicalObject Body, byte[] Leaf)? Take(ReadOnlySpan<byte> payload)
    {
        while (!_isLost && _next == _batch.Count)
        {
            _isLost = !_ready.TryTake(out List<Ahead>? batch, Timeout.Infinite);
            (_batch, _next) = (batch ?? [], 0);
        }

        _isLost = _isLost || !_batch[_next].Payload.AsSpan().SequenceEqual(payload);
        if (_isLost)
        {
            return null;
        }

        Ahead record = _batch[_next++];
        return (record.Body, record.Leaf);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stop.Cancel();
        _reading.Wait();
        _ready.Dispose();
        _stop.Dispose();
    }

    private static string PathOf(LogFolder folder, string segment) => Path.Combine(folder.Path, LogLayout.Segments, segment);

    private void Run()
    {
        List<Ahead> batch = [];
        try
        {
            foreach (Ahead record in Read())
            {
                batch.Add(record);
                if (batch.Count == PerBatch)
                {
                    _ready.Add(batch, _stop.Token);
                    batch = [];
                }
            }

            _ready.Add(batch, _stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The walk ended first.
        }
        finally
        {
            _ready.CompleteAdding();
        }
    }

    private IEnumerable<Ahead> Read()
    {
        using FrameReader reader = new();
        foreach (string segment in _folder.Segments)
        {
            if (!TryOpen(reader, segment))
            {
                yield break;
            }

            reader.Skip(Math.Min(SegmentHeader.Size, reader.Peek(SegmentHeader.Size).Length));
            while (FrameHeader.Read(reader.Peek(FrameHeader.Size)) is { } header)
            {
                if (header.Type == FrameType.Record)
                {
                    if (Body(reader, header) is not { } record)
                    {
                        yield break;
                    }

                    yield return record;
                }

                reader.Skip(Math.Min(header.FrameLength, reader.Peek(header.FrameLength).Length));
            }
        }
    }

    private bool TryOpen(FrameReader reader, string segment)
    {
        try
        {
            reader.Open(PathOf(_folder, segment));
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private static Ahead? Body(FrameReader reader, FrameHeader header)
    {
        try
        {
            ReadOnlySpan<byte> frame = reader.Peek(header.FrameLength);
            if (frame.Length < header.FrameLength)
            {
                return null;
            }

            byte[] payload = frame.Slice(FrameHeader.Size, header.PayloadLength).ToArray();
            return new Ahead(payload, CanonicalReader.ReadObject(payload), MerkleHash.Leaf(payload));
        }
        catch (CanonicalFormatException)
        {
            return null;
        }
    }

    private readonly record struct Ahead(byte[] Payload, CanonicalObject Body, byte[] Leaf);
}
