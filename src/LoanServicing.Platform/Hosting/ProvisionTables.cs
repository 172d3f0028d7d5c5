using LoanServicing.Domain.Classification;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Hosting;

/// <summary>Loads the rates of provisions: the defaults embedded here, or the JSON file that <c>Provisions:File</c> names.</summary>
public static class ProvisionTables
{
    /// <exception cref="StartupException">The file cannot be read or the rates are unsound; every reason is given.</exception>
    public static ProvisionTable Load(IConfiguration configuration) => ConfiguredFile.Load<ProvisionTable>(
        configuration, "Provisions:File", "provisions.json", "table of provision rates", ConfiguredFile.Strict, table => table.Validate());
}
