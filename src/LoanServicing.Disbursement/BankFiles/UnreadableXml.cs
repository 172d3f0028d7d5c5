using System.Text;
using System.Xml;

namespace LoanServicing.Disbursement.BankFiles;

/// <summary>Tells in a sentence why a file is no XML document that is read here, where in it, and what to ask the bank for.</summary>
internal static class UnreadableXml
{
    private const string DocumentType = "<!DOCTYPE";

    public static string Describe(byte[] content, XmlException cause)
    {
        using var reader = new StreamReader(new MemoryStream(content, writable: false), Encoding.UTF8);
        var text = reader.ReadToEnd();
        if (string.IsNullOrWhiteSpace(text))
        {
            return "The file is empty; ask the bank to send it again.";
        }

        // The one thing that is refused without a position, besides an encoding that the first bytes belie.
        if (cause.LineNumber == 0 && text.IndexOf(DocumentType, StringComparison.Ordinal) is >= 0 and var start)
        {
            return $"The file has a document type definition (DOCTYPE) at {Place(text, start)}; ask the bank to send it without one.";
        }

        if (cause.LineNumber == 0)
        {
            return "The file is not written in the encoding that it names; ask the bank to send it again as XML in UTF-8.";
        }

        var place = $"line {cause.LineNumber}, column {cause.LinePosition}";
        return place == Place(text, text.Length)
            ? $"The file breaks off at {place}; ask the bank to send it again whole."
            : $"The file is not well-formed XML at {place}; ask the bank to send it again as well-formed XML in UTF-8.";
    }

    /// <summary>Line and column, both from 1, of a character or of the end.</summary>
    private static string Place(string text, int index)
    {
        var before = text.AsSpan(0, index);
        return $"line {before.Count('\n') + 1}, column {index - before.LastIndexOf('\n')}";
    }
}
