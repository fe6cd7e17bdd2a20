using System.Text;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>
/// Takes over the console while a cell runs. Text is passed on in order, in pieces: when a piece is full, when the
/// stream changes, and otherwise a moment after it was written.
/// </summary>
internal sealed class CellConsole : IDisposable
{
    private const int PieceLength = 32 * 1024;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(40);

    private readonly TextWriter _out = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly TextReader _in = Console.In;
    private readonly StringBuilder _pending = new(PieceLength);
    private readonly Lock _lock = new();
    private readonly Timer _timer;
    private readonly ICellSink _sink;
    private string _name = "stdout";
    private bool _armed;

    public CellConsole(ICellSink sink)
    {
        _sink = sink;
        _timer = new Timer(_ => Flush());
        Console.SetOut(new Writer(this, "stdout"));
        Console.SetError(new Writer(this, "stderr"));
        Console.SetIn(new NoInput());
    }

    /// <summary>Passes on what is pending.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            _armed = false;
            Emit(WholeLength());
        }
    }

    /// <summary>Passes on the rest and gives the console back.</summary>
    public void Dispose()
    {
        Console.SetOut(_out);
        Console.SetError(_error);
        Console.SetIn(_in);
        _timer.Dispose();
        lock (_lock)
        {
            Emit(_pending.Length);
        }
    }

    private void Take(string name, ReadOnlySpan<char> text)
    {
        lock (_lock)
        {
            if (name != _name)
            {
                Emit(_pending.Length);
                _name = name;
            }

            if (!_armed)
            {
                _armed = true;
                _timer.Change(Moment, Timeout.InfiniteTimeSpan);
            }

            while (!text.IsEmpty)
            {
                int part = Math.Min(text.Length, PieceLength - _pending.Length);
                _pending.Append(text[..part]);
                text = text[part..];
                if (_pending.Length == PieceLength)
                {
                    Emit(WholeLength());
                }
            }
        }
    }

    /// <summary>Length without the first half of a surrogate pair at the end: pieces split no character.</summary>
    private int WholeLength() =>
        _pending.Length > 0 && char.IsHighSurrogate(_pending[^1]) ? _pending.Length - 1 : _pending.Length;

    private void Emit(int length)
    {
        if (length > 0)
        {
            string piece = _pending.ToString(0, length);
            _pending.Remove(0, length);
            _sink.Stream(_name, piece);
        }
    }

    private sealed class Writer(CellConsole console, string name) : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => console.Take(name, [value]);

        public override void Write(ReadOnlySpan<char> buffer) => console.Take(name, buffer);

        public override void Write(char[] buffer, int index, int count) => console.Take(name, buffer.AsSpan(index, count));

        public override void Write(string? value) => console.Take(name, value);

        public override void WriteLine(string? value) => console.Take(name, value + "\n");

        public override void Flush() => console.Flush();
    }

    private sealed class NoInput : TextReader
    {
        public override int Peek() => throw Refusal();

        public override int Read() => throw Refusal();

        public override int Read(char[] buffer, int index, int count) => throw Refusal();

        public override string? ReadLine() => throw Refusal();

        public override string ReadToEnd() => throw Refusal();

        private static NotSupportedException Refusal() =>
            new("A notebook cell cannot read standard input here. Put the value into a variable of a cell instead.");
    }
}
