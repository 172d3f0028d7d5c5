using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LoanServicing.Domain.Identifiers;

namespace LoanServicing.Funding.StatementFiles;

/// <summary>
/// What a line is known by in whatever file it comes (rule R7): SHA-256, in hexadecimal, over the account, booking date, value date, direction, amount,
/// whether it is a reversal, the bank's reference, the end-to-end id, the transaction's own references, the narrative and the balance after it where there is no
/// reference, and how many lines alike in all of that came before it in the file. So two honest lines that look alike are two, and a file of the morning followed by one of the whole
/// day gives the same lines the same keys. How a file writes it (digits, case, spaces, namespace, version of the message) plays no part, nor
/// does where the line stands. It remembers 28 to 60 bytes for each line, whatever the order of
/// their dates, and so at most some 60 MB.
/// </summary>
/// <param name="most">More lines are refused.</param>
internal sealed class LineKeys(int most = LineKeys.MostLines)
{
    /// <summary>In one file; it bounds memory.</summary>
    public const int MostLines = 1_000_000;

    // Sixty-four bits of a SHA-256: two lines that share them by chance, once in ten million files of a million lines, would only be counted as alike.
    private readonly Dictionary<ulong, int> _alike = [];
    private int _lines;

    /// <summary>Gives the next line of the file its key.</summary>
    /// <exception cref="StatementRefusedException">There are more lines than are read of one file.</exception>
    public StatementLine Keyed(StatementLine line)
    {
        if (++_lines > most)
        {
            throw Refusal.TooManyLines(most);
        }

        var content = Content(line);
        var fingerprint = BinaryPrimitives.ReadUInt64BigEndian(Hash(content));
        var before = _alike.GetValueOrDefault(fingerprint);
        _alike[fingerprint] = before + 1;
        return line with { Key = Convert.ToHexStringLower(Hash($"{content}{before}")) };
    }

    private static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    // Each field with its length, so that what ends one can never be taken for what begins the next.
    private static string Content(StatementLine line)
    {
        string?[] fields =
        [
            line.Account,
            line.BookingDate.ToString("uuuuMMdd", CultureInfo.InvariantCulture),
            line.ValueDate.ToString("uuuuMMdd", CultureInfo.InvariantCulture),
            line.IsCredit ? "C" : "D",
            line.Amount.ToString(),
            line.IsReversal ? "R" : string.Empty,
            line.BankReference,
            BoundedText.Reference(line.EndToEndId),
            line.References.Message,
            line.References.PaymentInformation,
            line.References.Instruction,
            line.References.Transaction,
            line.References.AccountServicer,
            line.BankReference is null && line.Narrative is { } narrative ? BareText.Of(narrative) : null,
        ];
        var content = string.Concat(fields.Select(field => string.Create(CultureInfo.InvariantCulture, $"{field?.Length ?? 0}:{field};")));
        return line.BankReference is null && line.BalanceAfter is { } balance ? $"{content}{balance};" : content;
    }
}
