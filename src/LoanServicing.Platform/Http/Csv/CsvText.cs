namespace LoanServicing.Platform.Http.Csv;

/// <summary>Cells as RFC 4180 writes them, and as a spreadsheet may open them without running what somebody typed.</summary>
internal static class CsvText
{
    public const string EndOfRow = "\r\n";

    /// <summary>
    /// A text: one that a spreadsheet would take for a formula gets an apostrophe in front, which makes it a text there. Numbers do not go through here.
    /// </summary>
    public static string Text(string text) => Quoted(text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' ? "'" + text : text);

    /// <summary>In quotation marks where the text would otherwise end its cell or its row, or lose spaces at its ends.</summary>
    private static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") >= 0 || text.StartsWith(' ') || text.EndsWith(' ')
            ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : text;
}
