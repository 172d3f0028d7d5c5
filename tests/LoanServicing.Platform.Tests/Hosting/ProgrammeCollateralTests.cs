using System.Text.Json.Nodes;
using LoanServicing.Domain.Programmes;
using LoanServicing.Platform.Data;
using LoanServicing.Platform.Hosting;
using LoanServicing.Platform.Messaging;
using LoanServicing.TestSupport;
using Microsoft.Extensions.Configuration;

namespace LoanServicing.Platform.Tests.Hosting;

/// <summary>What <c>Programme:File</c> says of collateral and guarantors, and what it may leave out.</summary>
public sealed class ProgrammeCollateralTests : IDisposable
{
    private readonly TestFolder _folder = new();

    [Fact]
    public void The_agreement_asks_for_115_percent_two_items_and_two_guaranteed_loans() =>
        Assert.Equal((115, 2, 2), Of(Programmes.Load(new ConfigurationBuilder().Build())));

    [Fact]
    public void A_file_that_does_not_speak_of_them_asks_for_the_same() => Assert.Equal((115, 2, 2), Of(Load(file =>
    {
        file.Remove("mostGuaranteedLoans");
        foreach (var product in file["products"]!.AsArray())
        {
            product!.AsObject().Remove("noteCoverPercent");
            product.AsObject().Remove("mostCollateral");
        }
    })));

    [Fact]
    public void A_file_may_ask_for_something_else() => Assert.Equal((0, 1, 0), Of(Load(file =>
    {
        file["mostGuaranteedLoans"] = 0;
        file["products"]![0]!["noteCoverPercent"] = 0;
        file["products"]![0]!["mostCollateral"] = 1;
    })));

    [Fact]
    public void A_cover_that_cannot_be_meant_stops_the_start()
    {
        var refusal = Assert.Throws<StartupException>(() => Load(file => file["products"]![0]!["noteCoverPercent"] = -1));

        Assert.Contains("The noteCoverPercent of employment is -1", refusal.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static (int Cover, int Items, int Loans) Of(Programme programme) =>
        (programme.Products[0].NoteCoverPercent, programme.Products[0].MostCollateral, programme.MostGuaranteedLoans);

    private Programme Load(Action<JsonObject> change)
    {
        var file = JsonNode.Parse(FactJson.Write(Programmes.Load(new ConfigurationBuilder().Build())))!.AsObject();
        change(file);
        var path = _folder.File("programme.json");
        File.WriteAllText(path, file.ToJsonString());
        return Programmes.Load(new ConfigurationBuilder().AddInMemoryCollection([new("Programme:File", path)]).Build());
    }
}
