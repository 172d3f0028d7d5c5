using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Data;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Hosting;

/// <summary>Loads the programme: the defaults embedded here, or the JSON file that <c>Programme:File</c> names.</summary>
public static class Programmes
{
    /// <exception cref="StartupException">The file cannot be read or the programme is unsound; every reason is given.</exception>
    public static Programme Load(IConfiguration configuration) => ConfiguredFile.Load<Programme>(
        configuration, "Programme:File", "programme.json", "programme", ConfiguredFile.Known, programme => programme.Validate());
}
