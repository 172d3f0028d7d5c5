using System.Text;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>Which of the two formats a file is in, told by its first bytes whatever name or content type it came under.</summary>
internal static class StatementFormat
{
    public const string Camt053 = "camt.053";
    public const string Csv = "csv";

    /// <summary>How many bytes are looked at: as many as the rows above the header of a CSV, and it, take up.</summary>
    internal const int HeadLength = 16 * 1024;

    /// <summary>What stands for bytes that are no text: XML forbids it, and a CSV that has it is refused.</summary>
    internal const char NoText = '\uFFFF';

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    /// <summary><see cref="Camt053"/> for what begins as XML does, else <see cref="Csv"/>; the stream stands where it stood afterwards.</summary>
    /// <param name="content">A stream that can seek.</param>
    public static async Task<string> OfAsync(Stream content, CancellationToken cancel = default)
    {
        var start = content.Position;
        var head = await new BoundedStream(content, long.MaxValue).PeekAsync(HeadLength, cancel);
        content.Position = start;
        return Of(head.Span);
    }

    /// <exception cref="StatementRefusedException">It is a workbook, an archive or a printed page.</exception>
    internal static string Of(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\u0003\u0004"u8) || head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            throw Refusal.UnknownFormat("a workbook or an archive");
        }

        if (head.StartsWith("%PDF"u8))
        {
            throw Refusal.UnknownFormat("a PDF");
        }

        var mark = head.StartsWith(Utf8Mark) ? 3 : IsUtf16(head) && head[0] is 0xFF or 0xFE ? 2 : 0;
        var text = head[mark..].TrimStart(" \t\r\n\0"u8);
        return text.StartsWith("<"u8) ? Camt053 : Csv;
    }

    /// <summary>UTF-16 where the first bytes say so, else what is expected. Bytes that are no text become <see cref="NoText"/>.</summary>
    internal static Encoding Encoding(ReadOnlySpan<byte> head, string expected)
    {
        var name = !IsUtf16(head) ? expected : head[0] is 0xFE or 0 ? "utf-16BE" : "utf-16";
        var (encoder, decoder) = (EncoderFallback.ReplacementFallback, new DecoderReplacementFallback(NoText.ToString()));
        return CodePagesEncodingProvider.Instance.GetEncoding(name, encoder, decoder) ?? System.Text.Encoding.GetEncoding(name, encoder, decoder);
    }

    // The byte order mark, or for XML without one the zero byte beside its first bracket.
    private static bool IsUtf16(ReadOnlySpan<byte> head) => head is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] or [(byte)'<', 0, ..] or [0, (byte)'<', ..];
}
