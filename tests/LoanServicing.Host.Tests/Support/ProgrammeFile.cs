using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Host.Tests.Support;

/// <summary>A programme of its own for <c>Programme:File</c>.</summary>
internal static class ProgrammeFile
{
    /// <summary>Writes the agreement's programme, changed.</summary>
    /// <returns>The path of the file.</returns>
    public static string Write(TestFolder folder, Func<Programme, Programme> change)
    {
        var path = folder.File("programme.json");
        File.WriteAllText(path, FactJson.Write(change(Programmes.Load(new ConfigurationBuilder().Build()))));
        return path;
    }
}
