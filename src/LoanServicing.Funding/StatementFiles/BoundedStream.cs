namespace LoanServicing.Funding.StatementFiles;

/// <summary>Reads a stream once, from its start, refuses what passes the largest size, and lets its first bytes be looked at beforehand.</summary>
internal sealed class BoundedStream(Stream content, long largest) : Stream
{
    private byte[] _head = [];
    private int _headRead;
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <summary>The first bytes, which are read again afterwards; fewer when the stream is shorter.</summary>
    public async Task<ReadOnlyMemory<byte>> PeekAsync(int count, CancellationToken cancel)
    {
        var head = new byte[count];
        var length = await content.ReadAtLeastAsync(head, count, throwOnEndOfStream: false, cancel);
        _head = head[..length];
        return _head;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var length = ReadHead(buffer.Span);
        return Counted(length > 0 ? length : await content.ReadAsync(buffer, cancellationToken));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(Span<byte> buffer)
    {
        var length = ReadHead(buffer);
        return Counted(length > 0 ? length : content.Read(buffer));
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int ReadHead(Span<byte> buffer)
    {
        var length = Math.Min(buffer.Length, _head.Length - _headRead);
        _head.AsSpan(_headRead, length).CopyTo(buffer);
        _headRead += length;
        return length;
    }

    private int Counted(int length)
    {
        _read += length;
        return _read <= largest ? length : throw Refusal.TooLarge(largest);
    }
}
