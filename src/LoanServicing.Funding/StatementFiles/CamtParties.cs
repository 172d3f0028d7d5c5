namespace LoanServicing.Funding.StatementFiles;

/// <summary>Finds the other party of a transaction.</summary>
internal static class CamtParties
{
    /// <summary>
    /// The debtor where money was paid to us, else the creditor; of a reversal those of what is taken back, as the standard keeps them. Of a
    /// return banks name the two either way round, so a party with our own account, or none at all, gives way to the one on the other side.
    /// </summary>
    public static (string? Name, string? Iban) Other(XmlScope detail, bool paidToUs, string account)
    {
        var (first, second) = (Party(detail, paidToUs ? "Dbtr" : "Cdtr"), Party(detail, paidToUs ? "Cdtr" : "Dbtr"));
        return IsOther(first, account) || !IsOther(second, account) ? first : second;
    }

    private static bool IsOther((string? Name, string? Iban) party, string account) => party != default && party.Iban != account;

    private static (string? Name, string? Iban) Party(XmlScope detail, string role) => (
        detail.Text($"RltdPties/{role}/Pty/Nm", $"RltdPties/{role}/Nm"),
        BoundedText.Account(detail.Text($"RltdPties/{role}Acct/Id/IBAN", $"RltdPties/{role}Acct/Id/Othr/Id")));
}
