// The commands of the help, with the address of this site. e2e/interop/help.spec.ts types them into the real programs.

/** What the help calls this index in configuration files; the upload page and the project pages do the same. */
const NAME = 'keep'
const TOKEN = 'pypi-…'

const lines = (...all: string[]) => all.join('\n')
const uploads = (origin: string) => `${origin}/legacy/`
const simple = (origin: string) => `${origin}/simple/`
const withLogin = (origin: string, password: string) => simple(origin).replace('://', `://__token__:${password}@`)

/** Asks for the token, once. */
export const POETRY_CREDENTIALS = `poetry config http-basic.${NAME} __token__`

export const BUILD = ['python -m build', 'uv build', 'hatch build', 'poetry build', 'pdm build']

/** How each tool publishes what lies in `dist/`; `variable`: from where it takes the token when nobody is there to type it. */
export const publishers = (origin: string) => [
  { tool: 'twine', commands: [`twine upload --repository-url ${uploads(origin)} -u __token__ dist/*`], variable: 'TWINE_PASSWORD' },
  { tool: 'uv', commands: [`uv publish --publish-url ${uploads(origin)}`], variable: 'UV_PUBLISH_TOKEN' },
  { tool: 'flit', commands: [`flit publish --repository ${NAME}`], variable: null },
  { tool: 'hatch', commands: [`hatch publish --repo ${uploads(origin)} --user __token__`], variable: 'HATCH_INDEX_AUTH' },
  { tool: 'Poetry', commands: [`poetry config repositories.${NAME} ${uploads(origin)}`, POETRY_CREDENTIALS, `poetry publish --repository ${NAME}`], variable: 'POETRY_PYPI_TOKEN_KEEP' },
  { tool: 'PDM', commands: [`pdm publish --no-build --repository ${uploads(origin)} --username __token__`], variable: 'PDM_PUBLISH_PASSWORD' },
]

export const pypirc = (origin: string) => lines('[distutils]', `index-servers = ${NAME}`, '', `[${NAME}]`, `repository = ${uploads(origin)}`, 'username = __token__', `password = ${TOKEN}`)

export const keyring = (origin: string) => `keyring set ${uploads(origin)} __token__`

export const TYPED_VARIABLE = 'read -rs UV_PUBLISH_TOKEN && export UV_PUBLISH_TOKEN'

export const workflowStep = (origin: string) => lines('- run: uv publish', '  env:', `    UV_PUBLISH_URL: ${uploads(origin)}`, '    UV_PUBLISH_TOKEN: ${{ secrets.KEEP_TOKEN }}')

export const twineVariables = (origin: string) => lines(`TWINE_REPOSITORY_URL=${uploads(origin)}`, 'TWINE_USERNAME=__token__', 'TWINE_PASSWORD=$KEEP_TOKEN')

/** For `pip install pypitoken`. */
export const NARROW = lines(
  'import getpass, time, pypitoken', '', 'token = pypitoken.Token.load(getpass.getpass("Token: "))', 'now = int(time.time())',
  'token.restrict(project_names=["PROJECT"])', 'token.restrict(not_before=now - 60, not_after=now + 600)', 'print(token.dump())',
)

/** Our own caveat: no library has a name for it, but each that knows macaroons can add it. */
export const READ_ONLY = lines(
  'import getpass, pymacaroons', '', 'token = pymacaroons.Macaroon.deserialize(getpass.getpass("Token: ").removeprefix("pypi-"))',
  `token.add_first_party_caveat('[100,["read"]]')`, 'print("pypi-" + token.serialize())',
)

export const installers = (origin: string) => [
  { tool: 'pip', commands: [`pip install --index-url ${simple(origin)} PROJECT`] },
  { tool: 'uv', commands: [`uv add --index ${NAME}=${simple(origin)} PROJECT`] },
  { tool: 'Poetry', commands: [`poetry source add --priority=explicit ${NAME} ${simple(origin)}`, `poetry add --source ${NAME} PROJECT`] },
]

export const pipSetting = (origin: string) => `pip config set global.index-url ${simple(origin)}`

export const requirements = (origin: string) => lines(`--index-url ${simple(origin)}`, 'PROJECT')

export const uvIndex = (origin: string) => lines('[[tool.uv.index]]', `name = "${NAME}"`, `url = "${simple(origin)}"`, 'default = true')

export const pdmSource = (origin: string) => lines('[[tool.pdm.source]]', `name = "${NAME}"`, `url = "${simple(origin)}"`, 'include_packages = ["PROJECT"]')

export const netrc = (host: string, token = TOKEN) => lines(`machine ${host}`, 'login __token__', `password ${token}`)

export const UV_CREDENTIALS = lines('UV_INDEX_KEEP_USERNAME=__token__', `UV_INDEX_KEEP_PASSWORD=${TOKEN}`)

/** The secret itself would stand in the history of a shell; its variable may. */
export const pipInCi = (origin: string) => `pip install --index-url ${withLogin(origin, '$KEEP_TOKEN')} PROJECT`
