using System.Text;
using System.Xml;

namespace LoanServicing.Disbursement.BankFiles;

/// <summary>Writes the elements of a payment file, all in one namespace or in none.</summary>
internal sealed class PaymentXml
{
    public const string Currency = "IRR";

    private const int NameLength = 140;

    private readonly XmlWriter _xml;
    private readonly string _namespace;

    private PaymentXml(XmlWriter xml, string xmlNamespace) => (_xml, _namespace) = (xml, xmlNamespace);

    /// <summary>A document of UTF-8 without a byte order mark, indented, with lines that end alike on every machine.</summary>
    /// <param name="xmlNamespace">Empty for none.</param>
    /// <param name="content">Writes what stands inside <c>Document</c>.</param>
    public static byte[] Document(string xmlNamespace, Action<PaymentXml> content)
    {
        using var bytes = new MemoryStream();
        var plainUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        var settings = new XmlWriterSettings { Encoding = plainUtf8, Indent = true, NewLineChars = "\n" };
        using (var xml = XmlWriter.Create(bytes, settings))
        {
            new PaymentXml(xml, xmlNamespace).Element("Document", content);
        }

        return bytes.ToArray();
    }

    public void Element(string name, Action<PaymentXml> content)
    {
        _xml.WriteStartElement(name, _namespace);
        content(this);
        _xml.WriteEndElement();
    }

    /// <summary>A text in the innermost of nested elements.</summary>
    public void Text(string text, params ReadOnlySpan<string> path)
    {
        foreach (var element in path)
        {
            _xml.WriteStartElement(element, _namespace);
        }

        _xml.WriteString(text);
        for (var i = 0; i < path.Length; i++)
        {
            _xml.WriteEndElement();
        }
    }

    /// <summary>A text in an element that says it is about rials.</summary>
    public void TextInRials(string text, string name)
    {
        _xml.WriteStartElement(name, _namespace);
        _xml.WriteAttributeString("Ccy", Currency);
        _xml.WriteString(text);
        _xml.WriteEndElement();
    }

    /// <summary>Names come from people: what XML cannot carry is left out, and Max140Text is kept to.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            var legal = rune != Rune.ReplacementChar && !Rune.IsControl(rune) && (!rune.IsBmp || XmlConvert.IsXmlChar((char)rune.Value));
            if (legal && clean.Length + rune.Utf16SequenceLength <= NameLength)
            {
                clean.Append(rune);
            }
        }

        return clean.ToString().Trim();
    }
}
