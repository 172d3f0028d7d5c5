using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace LoanServicing.Funding.Proof;

/// <summary>Reads the lines of a file, as bytes and without their line feeds. A line is bounded, so that no file fills the memory.</summary>
internal static class FileLines
{
    /// <summary>Far beyond an entry of a hundred lines.</summary>
    private const int LongestLine = 1 << 20;

    /// <exception cref="DamagedProofException">A line is too long, or the last one does not end.</exception>
    public static async IAsyncEnumerable<byte[]> ReadAsync(Stream file, [EnumeratorCancellation] CancellationToken cancel)
    {
        var reader = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 1 << 16, leaveOpen: true));
        var number = 1L;
        try
        {
            for (var ended = false; !ended;)
            {
                var read = await reader.ReadAsync(cancel);
                var rest = read.Buffer;
                while (TakeLine(ref rest) is { } line)
                {
                    number++;
                    yield return line;
                }

                if (rest.Length > LongestLine || (read.IsCompleted && !rest.IsEmpty))
                {
                    throw new DamagedProofException(number, read.IsCompleted ? "the file is cut off in the middle of it." : "it is too long.");
                }

                ended = read.IsCompleted;
                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private static byte[]? TakeLine(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.PositionOf((byte)'\n') is not { } end)
        {
            return null;
        }

        var line = buffer.Slice(0, end).ToArray();
        buffer = buffer.Slice(buffer.GetPosition(1, end));
        return line;
    }
}
