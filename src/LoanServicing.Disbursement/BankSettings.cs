using LoanServicing.Disbursement.BankFiles;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Disbursement;

/// <summary>How files are exchanged with the bank (<c>Bank:*</c>).</summary>
/// <param name="Debtor">Whose account is debited: <c>Bank:Debtor:Name</c>, <c>:Iban</c>, <c>:Bic</c>.</param>
/// <param name="TransfersPerFile">Most orders in one payment file (<c>Bank:TransfersPerFile</c>).</param>
/// <param name="LargestInboxFile">In bytes; a larger file of the bank is rejected unread (<c>Bank:LargestInboxFile</c>).</param>
internal sealed record BankSettings(Debtor Debtor, int TransfersPerFile, long LargestInboxFile, RailSettings Rail)
{
    private const int DefaultTransfersPerFile = 500;
    private const int MostTransfersPerFile = 5_000;
    private const long DefaultLargestInboxFile = 16L << 20;
    private const long MostLargestInboxFile = 256L << 20;

    /// <param name="isDevelopment">Only then an account of the software's own making stands in for one that is not set.</param>
    /// <exception cref="StartupException">A value cannot be used; the message says which.</exception>
    public static BankSettings Read(IConfiguration configuration, bool isDevelopment)
    {
        var debtor = configuration.GetSection("Bank:Debtor");
        if (!isDevelopment && (string.IsNullOrWhiteSpace(debtor["Name"]) || string.IsNullOrWhiteSpace(debtor["Iban"])))
        {
            throw new StartupException("Bank:Debtor:Name and Bank:Debtor:Iban are not both set; name the account that loans are paid from.");
        }

        var account = PoolAccount.Read(configuration, isDevelopment).Iban;
        return new BankSettings(
            new Debtor(debtor["Name"] ?? "Bonyad Alavi and Sina Bank qard al-hasan pool", account.Value, debtor["Bic"] ?? "SINAIRTHXXX"),
            (int)Number(configuration, "Bank:TransfersPerFile", DefaultTransfersPerFile, MostTransfersPerFile),
            Number(configuration, "Bank:LargestInboxFile", DefaultLargestInboxFile, MostLargestInboxFile),
            RailSettings.Read(configuration));
    }

    private static long Number(IConfiguration configuration, string key, long otherwise, long most)
    {
        var text = configuration[key];
        if (text is null)
        {
            return otherwise;
        }

        return long.TryParse(text, out var number) && number >= 1 && number <= most
            ? number
            : throw new StartupException($"{key} is '{text}'; it must be a whole number from 1 to {most}.");
    }
}
