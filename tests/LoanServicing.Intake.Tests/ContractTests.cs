using System.Net;
using System.Text.Json;
using LoanServicing.Contracts;
using LoanServicing.Domain.Applications;
using LoanServicing.TestSupport.Databases;

namespace LoanServicing.Intake.Tests;

public class ContractTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [StoreTheory]
    [InlineData("contractNumber", "\"\"", "contractNumber:field.required")]
    [InlineData("signedOn", "\"2026-11-23\"", "signedOn:contract.signed-in-future")]
    [InlineData("signedOn", "\"2026-11-21\"", "signedOn:contract.signed-before-approval")]
    [InlineData("signedOn", "\"1926-11-22\"", "signedOn:contract.signed-before-approval")]
    [InlineData("signedOn", "\"2026-02-30\"", "signedOn:date.invalid")]
    [InlineData("signedOn", "null", "signedOn:field.required")]
    [InlineData("dueDay", "0", "dueDay:number.out-of-range")]
    [InlineData("dueDay", "32", "dueDay:number.out-of-range")]
    [InlineData("graceMonths", "13", "graceMonths:number.out-of-range")]
    [InlineData("graceMonths", "-1", "graceMonths:number.out-of-range")]
    [InlineData("collateral", "[{},{},{}]", "collateral:array.invalid")]
    [InlineData("collateral", "[{\"kind\":\"cheque\",\"number\":\"1\",\"amountRials\":0}]", "collateral[0].amountRials:amount.out-of-range")]
    [InlineData("collateral", "[{\"kind\":\"cheque\",\"number\":\"1\",\"amountRials\":5,\"amount\":5}]", "collateral[0].amount:field.unknown")]
    [InlineData("guarantor", "[]", "guarantor:field.unknown")]
    [InlineData("guarantors", "[{\"nationalId\":\"1234567890\",\"fullName\":\"x\",\"mobile\":\"09122002580\"}]", "guarantors[0].nationalId:identity.national-id")]
    [InlineData("guarantors", "[{\"nationalId\":\"0499370899\",\"fullName\":\"x\",\"mobile\":\"1\"}]", "guarantors[0].mobile:contact.mobile")]
    [InlineData("guarantors", "[{\"nationalId\":\"0499370899\",\"fullName\":\"\",\"mobile\":\"09122002580\"}]", "guarantors[0].fullName:field.required")]
    public async Task A_contract_is_validated_field_by_field(string field, string json, string error)
    {
        var id = await Flow.ReservedAsync(host);
        var body = Bodies.Contract("C-" + id.ToString("N")).With(field, JsonSerializer.Deserialize<JsonElement>(json));

        Assert.Equal([error], await (await host.CommandAsync(host.Officer, id, "contract", body, "k" + id)).ErrorsAsync());
        Assert.Equal(ApplicationState.FundsReserved, await host.StateAsync(id));
    }

    [StoreFact]
    public async Task The_borrower_cannot_be_guarantor_and_nobody_twice()
    {
        var nationalId = Bodies.NewNationalId();
        var id = await Flow.AwaitingAsync(host, Bodies.Application(nationalId));
        await host.DoAsync(id, "approvals", new { });
        await host.TellAsync(Facts.Reserved(id));
        var guarantor = new { nationalId, fullName = "x", mobile = "09122002580" };

        var answer = await host.CommandAsync(
            host.Officer, id, "contract", Bodies.Contract("C-own").With("guarantors", new[] { guarantor, guarantor }), "own");

        Assert.Equal(["guarantors:contract.guarantor-is-borrower", "guarantors:contract.guarantor-twice"], await answer.ErrorsAsync());
    }

    [StoreFact]
    public async Task Without_a_key_a_contract_is_refused_and_with_the_same_key_it_is_signed_once()
    {
        var id = await Flow.ReservedAsync(host);
        var body = Bodies.Contract("C-once");

        Assert.Equal("idempotency-key.required", await (await host.CommandAsync(host.Officer, id, "contract", body)).CodeAsync(HttpStatusCode.BadRequest));
        await (await host.CommandAsync(host.Officer, id, "contract", body, "sign-1")).ReadAsync(HttpStatusCode.OK);
        await (await host.CommandAsync(host.Officer, id, "contract", body, "sign-1")).ReadAsync(HttpStatusCode.OK);
        Assert.Equal(
            "idempotency-key.reused",
            await (await host.CommandAsync(host.Officer, id, "contract", body.With("dueDay", 16), "sign-1")).CodeAsync(HttpStatusCode.UnprocessableEntity));

        Assert.Single(await host.HeardAsync<ContractSigned>(id));
        Assert.Equal(1, await host.CountAsync("select count(*) from collateral where application_id = @id", new { id }));
        Assert.Equal(1, await host.CountAsync("select count(*) from guarantor where application_id = @id", new { id }));
    }

    [StoreFact]
    public async Task A_contract_number_of_another_application_is_refused()
    {
        var first = await Flow.ReservedAsync(host);
        var second = await Flow.ReservedAsync(host);
        await host.DoAsync(first, "contract", Bodies.Contract("C-shared"));

        var answer = await host.CommandAsync(host.Officer, second, "contract", Bodies.Contract("C-shared"), "second");

        Assert.Equal("contract.number-reused", await answer.CodeAsync(HttpStatusCode.UnprocessableEntity));
        Assert.Equal(ApplicationState.FundsReserved, await host.StateAsync(second));
    }

    [StoreFact]
    public async Task Due_day_grace_collateral_and_guarantors_may_be_left_out()
    {
        var id = await Flow.ReservedAsync(host);

        await host.DoAsync(id, "contract", new { contractNumber = "C-plain", signedOn = "2026-11-22" });

        var terms = (await host.HeardAsync<ContractSigned>(id)).Single().Terms;
        Assert.Equal((0, (int?)null), (terms.GraceMonths, terms.DueDay));
    }
}
