// The whole connector in one resource group. No secret goes in or out here: one identity reaches every part, and
// people put the secrets into the key vault afterwards (docs/deploy.md).
targetScope = 'subscription'

@description('Name of this installation, such as shop-test. The names of all resources come from it.')
@minLength(1)
@maxLength(64)
param environmentName string

@description('Azure region. It has to offer the Flex Consumption plan.')
@metadata({ azd: { type: 'location' } })
param location string

@description('Object id of the person who sets this up: may write secrets and read the ledger. Empty for nobody.')
param operatorPrincipalId string = ''

@description('Where alerts are mailed to. Empty: they show in the portal only.')
param alertEmail string = ''

@description('When passes begin, as a six-field NCRONTAB expression in UTC. Empty for every five minutes.')
param runSchedule string = ''

@description('How long without a good pass before an alert. At least two intervals of the schedule.')
@allowed(['PT30M', 'PT1H', 'PT2H', 'PT6H', 'P1D'])
param silenceBeforeAlert string = 'PT30M'

@description('Node.js of the app. Azure takes any version here, but an app on one that the region lacks never starts: ask az functionapp list-flexconsumption-runtimes first.')
@allowed(['22', '24'])
param nodeVersion string = '22'

@description('Most instances per function. One keeps passes from overlapping; nothing is unsafe with more. A region that refuses it wants 40.')
@minValue(1)
@maxValue(1000)
param maximumInstanceCount int = 1

@description('The database of the ledger.')
param ledgerDatabaseId string = 'AbandonedCartConnector'

@description('The container of the ledger.')
param ledgerContainerId string = 'People'

@description('Name of the secret in the key vault that changes as it is used: the refresh token of Constant Contact, when it rotates. Put it in first. Empty with every other provider.')
param rotatingTokenName string = ''

var token = toLower(uniqueString(subscription().id, environmentName, location))
var tags = { 'azd-env-name': environmentName }
// the name under which src/functions/index.ts registers the timer: what the alerts look for
var timerName = 'scheduledRun'

resource group 'Microsoft.Resources/resourceGroups@2022-09-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module identity 'app/identity.bicep' = {
  name: 'identity'
  scope: group
  params: {
    name: 'id-${token}'
    location: location
    tags: tags
  }
}

module monitoring 'app/monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    workspaceName: 'log-${token}'
    insightsName: 'appi-${token}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
  }
}

module storage 'app/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'st${token}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
  }
}

module ledger 'app/ledger.bicep' = {
  name: 'ledger'
  scope: group
  params: {
    accountName: 'cosmos-${token}'
    databaseId: ledgerDatabaseId
    containerId: ledgerContainerId
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
  }
}

module vault 'app/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    name: 'kv-${token}'
    location: location
    tags: tags
    appPrincipalId: identity.outputs.principalId
    operatorPrincipalId: operatorPrincipalId
    rotatingTokenName: rotatingTokenName
  }
}

module functionApp 'app/function-app.bicep' = {
  name: 'function-app'
  scope: group
  params: {
    name: 'func-${token}'
    planName: 'plan-${token}'
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    insightsName: monitoring.outputs.insightsName
    blobEndpoint: storage.outputs.blobEndpoint
    packageContainerUrl: storage.outputs.packageContainerUrl
    nodeVersion: nodeVersion
    maximumInstanceCount: maximumInstanceCount
    runSchedule: empty(runSchedule) ? '0 */5 * * * *' : runSchedule
    vaultUri: vault.outputs.uri
    ledgerEndpoint: ledger.outputs.endpoint
    ledgerDatabaseId: ledgerDatabaseId
    ledgerContainerId: ledgerContainerId
  }
}

module alerts 'app/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    location: location
    tags: tags
    workspaceId: monitoring.outputs.workspaceId
    timerName: timerName
    silenceBeforeAlert: silenceBeforeAlert
    email: alertEmail
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output FUNCTION_APP_NAME string = functionApp.outputs.name
output FUNCTION_APP_URL string = functionApp.outputs.url
output KEY_VAULT_NAME string = vault.outputs.name

// Under the names that the connector reads, so that its command line can look at what was deployed.
output KeyVaultOptions__KeyVaultURI string = vault.outputs.uri
output AzureCosmosOptions__EndPointUri string = ledger.outputs.endpoint
output AzureCosmosOptions__DatabaseId string = ledgerDatabaseId
output AzureCosmosOptions__ContainerId string = ledgerContainerId
