using LoanServicing.Domain.Identifiers;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Hosting;

/// <summary>The pool's own account, from which loans are paid (<c>Bank:Debtor:Iban</c>). Every service that needs it reads it here.</summary>
public sealed record PoolAccount(Sheba Iban)
{
    private const string DevelopmentIban = "IR390590990000000000084025";

    /// <param name="isDevelopment">Only then an account of the software's own making stands in for one that is not set.</param>
    /// <exception cref="StartupException">It is not set, is no IBAN, or is the invented one outside Development.</exception>
    public static PoolAccount Read(IConfiguration configuration, bool isDevelopment)
    {
        var text = configuration["Bank:Debtor:Iban"];
        if (string.IsNullOrWhiteSpace(text) && !isDevelopment)
        {
            throw new StartupException("Bank:Debtor:Iban is not set; name the account that loans are paid from.");
        }

        if (!Sheba.TryParse(text ?? DevelopmentIban, out var iban))
        {
            throw new StartupException($"Bank:Debtor:Iban is '{text}', which is no valid Iranian IBAN.");
        }

        return isDevelopment || iban.Value != DevelopmentIban
            ? new PoolAccount(iban)
            : throw new StartupException("Bank:Debtor:Iban is the invented account of Development; name the account that loans are paid from.");
    }
}
