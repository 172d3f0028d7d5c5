using System.Text;

namespace LoanServicing.Funding.Tests.StatementFiles;

/// <summary>Begins with a text and then repeats another for ever, or as often as it is told.</summary>
internal sealed class EndlessStream(string start, Func<int, string?> next) : Stream
{
    private byte[] _current = Encoding.UTF8.GetBytes(start);
    private int _at;
    private int _index;

    public EndlessStream(string start, string filling)
        : this(start, _ => filling)
    {
    }

    /// <summary>In bytes.</summary>
    public long Given { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => Given;
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Fill(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Fill(buffer.AsSpan(offset, count)));

    public override int Read(byte[] buffer, int offset, int count) => Fill(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int Fill(Span<byte> buffer)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            if (_at == _current.Length)
            {
                if (next(_index) is not { } more)
                {
                    break;
                }

                _index++;
                (_current, _at) = (Encoding.UTF8.GetBytes(more), 0);
            }

            var length = Math.Min(buffer.Length - filled, _current.Length - _at);
            _current.AsSpan(_at, length).CopyTo(buffer[filled..]);
            (filled, _at) = (filled + length, _at + length);
        }

        Given += filled;
        return filled;
    }
}
