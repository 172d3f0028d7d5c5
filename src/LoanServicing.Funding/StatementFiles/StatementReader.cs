using System.Runtime.CompilerServices;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>
/// Reads a bank statement file in one pass: camt.053.001.02 to .08, or CSV. Memory does not grow with the file but for what
/// <see cref="LineKeys"/> remembers and the transactions of the one entry at hand.
/// </summary>
internal static class StatementReader
{
    /// <summary>
    /// The parts of the file in its order, the same each time the file is read. The stream is read from where it stands, and left open. That a file
    /// is sound is known only at its end: what has come before a refusal must not be used.
    /// </summary>
    /// <exception cref="StatementRefusedException">At the first thing that is wrong.</exception>
    public static async IAsyncEnumerable<StatementPart> ReadAsync(
        Stream content, StatementSettings settings, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var stream = new BoundedStream(content, settings.LargestFile);
        var head = await stream.PeekAsync(StatementFormat.HeadLength, cancel);
        if (head.IsEmpty)
        {
            throw Refusal.Empty();
        }

        var isXml = StatementFormat.Of(head.Span) == StatementFormat.Camt053;
        var encoding = StatementFormat.Encoding(head.Span, isXml ? "utf-8" : settings.Csv.Encoding);
        using var decoder = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        using var text = new StatementText(decoder, isXml);
        var parts = isXml ? new CamtReader(text).ReadAsync(cancel) : new CsvStatement(text, settings.Csv).ReadAsync(encoding.GetString(head.Span), cancel);
        await foreach (var part in parts)
        {
            yield return part;
        }
    }
}
