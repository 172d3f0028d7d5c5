using LoanServicing.Domain.Money;
using LoanServicing.Domain.Payments;
using NodaTime;

namespace LoanServicing.Disbursement.BankFiles;

/// <summary>
/// All that a payment file says. It is stored when orders are assigned to the file and never changes, so that writing it again after a
/// crash gives the same bytes.
/// </summary>
/// <param name="MessageId">Unique, at most 35 characters.</param>
/// <param name="RequestedExecutionDate">The business date on which the orders were put together.</param>
/// <param name="Rail">Of all its orders; null of a file from before there were rails, which tells none.</param>
public sealed record PaymentFile(
    string MessageId,
    Instant CreatedAt,
    LocalDate RequestedExecutionDate,
    Debtor Debtor,
    PaymentRail? Rail,
    PaymentFileFormat Format,
    IReadOnlyList<CreditTransfer> Transfers);

/// <summary>Whose account is debited.</summary>
/// <param name="Iban">26 characters.</param>
/// <param name="Bic">The debtor's bank, or in a ccti file the one that the dialect asks for.</param>
public sealed record Debtor(string Name, string Iban, string Bic);

/// <summary>One payment to one borrower.</summary>
/// <param name="NationalId">Of the payee: ten digits.</param>
/// <param name="Iban">26 characters.</param>
/// <param name="Remittance">What the payee reads beside the booking.</param>
public sealed record CreditTransfer(string EndToEndId, Rials Amount, string CreditorName, string NationalId, string Iban, string Remittance);
