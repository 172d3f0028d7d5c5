using LoanServicing.Domain.Payments;

namespace LoanServicing.Disbursement.BankFiles;

/// <summary>A file of the bank, read to its end.</summary>
/// <param name="Kind"><c>camt.054</c> or <c>pain.002</c>.</param>
/// <param name="MessageId">What the file is known by.</param>
/// <param name="PaymentFile">The message id of the payment file that a pain.002 says it answers; null where it names none.</param>
internal sealed record BankFile(string Kind, string MessageId, IReadOnlyList<BankFileEntry> Entries, string? PaymentFile = null);

/// <summary>One answer in a file.</summary>
/// <param name="Number">From 1, in the order of the file.</param>
/// <param name="WholeFile">Set when the bank refused a payment file as a whole: its message id. The answer then goes for each of its orders.</param>
internal sealed record BankFileEntry(int Number, BankAnswer Answer, string? WholeFile = null);

/// <summary>Why a file was not read; nothing of it is used.</summary>
/// <param name="Code">Stable, for instance <c>file.too-large</c>.</param>
/// <param name="Reason">For the note beside the rejected file.</param>
internal sealed record BankFileRefusal(string Code, string Reason);

/// <summary>Either a file or why there is none.</summary>
internal sealed record BankFileReading(BankFile? File, BankFileRefusal? Refusal)
{
    public static BankFileReading Of(BankFile file) => new(file, Refusal: null);

    public static BankFileReading Refused(string code, string reason) => new(File: null, new BankFileRefusal(code, reason));
}
